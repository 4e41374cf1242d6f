// Lists all bulk syncs with the vendor's SDK, once for each line it is sent, and prints the milliseconds that took.
// Arguments: the folder that npm installed into, the service's address, a key.
const { createRequire } = require('module');
const [, , folder, environment, token] = process.argv;
const { PolytomicClient } = createRequire(folder + '/')('polytomic');
const client = new PolytomicClient({ token, environment, version: '2025-09-18' });

require('readline').createInterface({ input: process.stdin }).on('line', async () => {
    const start = process.hrtime.bigint();
    const { data } = await client.bulkSync.list();
    console.log(`${data.length} ${Number(process.hrtime.bigint() - start) / 1e6}`);
});
