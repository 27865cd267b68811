// What the checks of pages have in common: a browser whose page may neither speak nor ask.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const {pathToFileURL} = require('node:url');

const WIDTHS = [1600, 400];

/// The JSON in the page's data element.
function dataOf(html) {
  return html.match(/<script type="application\/json"[^>]*>([^<]*)<\/script>/)[1];
}

/// Opens the page at each width and gives it to `check(page, width)`; leaves a picture of each in the
/// folder, in light and dark. Fails where the page writes to the console, raises, opens a dialog, asks
/// for anything but itself or is wider than the window. The page is there once `table` has rows.
async function atEachWidth(nodeModules, file, screenshots, check, table = '#modules') {
  const {chromium} = require(path.join(path.resolve(nodeModules), 'playwright-core'));
  fs.mkdirSync(screenshots, {recursive: true});
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    for (const width of WIDTHS) {
      const complaints = [];
      const page = await browser.newPage({viewport: {width, height: 1000}});
      page.setDefaultTimeout(90_000);
      page.on('console', (message) => complaints.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
      page.on('request', (request) => {
        if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
      });
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector(`${table} tbody tr:not(.space)`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.ok(!wide, `the page is wider than ${width} pixels`);
      const name = path.join(screenshots, `${path.basename(file, '.html')}-${width}`);
      await page.screenshot({path: `${name}.png`, fullPage: true});
      await check(page, width);
      await page.getByRole('button', {name: 'Light or dark'}).click();
      await page.screenshot({path: `${name}-dark.png`, fullPage: true});
      assert.deepEqual(complaints, []);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

async function allChartsAreDrawn(page) {
  for (const chart of await page.locator('.chart').all()) {
    const drawn = await chart.locator('svg path, svg text').count();
    assert.ok(drawn > 3, `${await chart.getAttribute('aria-label')}: nothing is drawn`);
  }
}

/// Elements of our own alone: no name has become markup.
async function noNameIsMarkup(page) {
  const foreign = await page.locator('main :is(script, img, b[id], iframe, object, style, form)').count();
  assert.equal(foreign, 0, 'a name has become markup');
}

module.exports = {WIDTHS, allChartsAreDrawn, atEachWidth, dataOf, noNameIsMarkup};
