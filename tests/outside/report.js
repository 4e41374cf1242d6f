// Checks a report in a browser, and prints the results as one JSON object.
// Arguments: the folder with the npm packages, the browser, the report, the folder for the pictures.
const [installed, executablePath, file, folder] = process.argv.slice(2);
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const fs = require('node:fs');
const packages = createRequire(installed + '/');
const { chromium } = packages('playwright-core');
const axe = fs.readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');

// Finds elements that exceed the width of the page, and overlapping texts in a table.
const findOverflow = () => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > wide) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const name = e => `${e.tagName} ${e.className?.baseVal ?? e.className} '${e.textContent.trim().slice(0, 30)}'`;
  const shown = e => !e.closest('.hide, thead, details:not([open])') && e.getClientRects().length > 0;
  for (const e of document.querySelectorAll('body *')) {
    if (!shown(e) || e.closest('svg')) continue;
    const box = e.getBoundingClientRect();
    if (box.right > wide + 0.5 || box.left < -0.5) found.push(`${name(e)} reaches from ${box.left} to ${box.right}`);
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline') found.push(`${name(e)} is ${e.scrollWidth} wide in ${e.clientWidth}`);
  }
  const leaves = [...document.querySelectorAll('h1, h2, p, td, th, dt, dd, .numbers li, .axis span, .scale span')].filter(shown)
    .flatMap(e => { const range = document.createRange(); range.selectNodeContents(e); return [...range.getClientRects()].filter(r => r.width > 0 && r.height > 0).map(r => ({ e, r })); });
  for (let i = 0; i < leaves.length; i++) {
    for (let j = i + 1; j < leaves.length; j++) {
      const [a, b] = [leaves[i], leaves[j]];
      if (a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e)) continue;
      const x = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left), y = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
      if (x > 1.5 && y > 4) found.push(`${name(a.e)} lies on ${name(b.e)}`);
    }
  }
  return found.slice(0, 20);
};

(async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const result = { messages: [], requests: [], violations: [], overflow: [], sorted: null, filtered: null };
  for (const scheme of ['light', 'dark']) {
    for (const width of [400, 1000, 1600]) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: false });
      page.on('console', message => result.messages.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', error => result.messages.push(`${error}`));
      page.on('request', request => { if (!/^(file|data):/.test(request.url())) result.requests.push(request.url()); });
      await page.goto(pathToFileURL(file).href);
      await page.screenshot({ path: join(folder, `report-${scheme}-${width}.png`), fullPage: true });
      if (scheme === 'light') result.overflow.push(...(await page.evaluate(findOverflow)).map(what => `${width}: ${what}`));
      if (width === 1000) {
        // The page's own policy blocks all other scripts, but not those of a debugger.
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        result.rules = passes.length;
        result.violations.push(...violations.map(one => `${scheme}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html).join(' ')}`));
        const names = () => page.$$eval('table[data-sort] tbody tr', rows => rows.filter(row => !row.hidden).map(row => row.cells[0].querySelector('bdi').textContent));
        const cells = column => page.$$eval('table[data-sort] tbody tr', (rows, i) => rows.map(row => row.cells[i].dataset.v ?? row.cells[i].textContent), column);
        const click = text => page.click(`table[data-sort] button.sort:text-is("${text}")`);
        await click('Succeeded');
        const up = await cells(3);
        await click('Succeeded');
        const down = await cells(3);
        await click('Sync');
        result.sorted = { up, down, names: await names(), state: await page.getAttribute('table[data-sort] th:first-child', 'aria-sort') };
        await page.fill('.filter input', 'stripe');
        result.filtered = await names();
      }
      await page.close();
    }
  }
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1000, height: 900 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  result.withoutScript = await page.locator('table[data-sort] tbody tr').count();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 696, height: 1000 });
  await page.screenshot({ path: join(folder, 'report-print.png'), fullPage: true });
  // Uses the width of an A4 page without its margins.
  result.print = await page.evaluate(findOverflow).catch(error => [`${error}`]);
  fs.writeFileSync(join(folder, 'report.pdf'), await page.pdf({ format: 'A4' }));
  await browser.close();
  console.log(JSON.stringify(result));
})().catch(error => { console.error(error); process.exit(1); });
