for (const table of document.querySelectorAll('table[data-sort]')) {
  const body = table.tBodies[0], rows = [...body.rows];
  const value = (row, i) => row.cells[i].dataset.v ?? row.cells[i].textContent.trim();
  const order = (a, b) => a === '' || b === '' ? (a === '') - (b === '') : isNaN(a) || isNaN(b) ? a.localeCompare(b, 'en') : a - b;
  [...table.tHead.rows[0].cells].forEach((head, i) => {
    const button = document.createElement('button');
    button.type = 'button'; button.className = 'sort'; button.textContent = head.textContent;
    head.replaceChildren(button);
    button.onclick = () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      body.append(...rows.sort((a, b) => (down ? -1 : 1) * order(value(a, i), value(b, i))));
    };
  });
  const label = document.createElement('label'), input = document.createElement('input');
  label.className = 'filter'; label.textContent = 'Filter syncs';
  input.type = 'search'; label.append(input); table.before(label);
  input.oninput = () => { for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(input.value.toLowerCase()); };
}
