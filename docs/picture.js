// Makes a picture of the top of a report.
// Arguments: the folder that npm installed into, the browser, the report, the picture.
const [installed, executablePath, file, picture] = process.argv.slice(2);
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { chromium } = createRequire(installed + '/')('playwright-core');

(async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const page = await browser.newPage({ viewport: { width: 1180, height: 2400 }, colorScheme: 'light', deviceScaleFactor: 0.66 });
  await page.goto(pathToFileURL(file).href);
  const end = await page.$eval('#schemas-older-than-their-schedule-allows', head => head.getBoundingClientRect().top);
  await page.screenshot({ path: picture, clip: { x: 0, y: 0, width: 1180, height: end - 20 } });
  await browser.close();
})().catch(error => { console.error(error); process.exit(1); });
