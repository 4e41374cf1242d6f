// Lists all bulk syncs with the vendor's SDK for each line of its input. Prints the number of bulk syncs and the milliseconds.
// The SDK sends no page token, so each page has its own address. The pages are read one after the other.
// Arguments: the folder with the packages, the address of the service, a key, the number of pages.
const { createRequire } = require('module');
const [, , folder, address, token, pages] = process.argv;
const { PolytomicClient } = createRequire(folder + '/')('polytomic');
const clients = Array.from({ length: Number(pages) }, (_, page) =>
    new PolytomicClient({ token, environment: `${address}/page/${page}`, version: '2025-09-18' }));

require('readline').createInterface({ input: process.stdin }).on('line', async () => {
    const start = process.hrtime.bigint();
    const syncs = [];
    for (const client of clients) syncs.push(...(await client.bulkSync.list()).data);
    console.log(`${syncs.length} ${Number(process.hrtime.bigint() - start) / 1e6}`);
});
