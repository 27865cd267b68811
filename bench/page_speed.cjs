// How long a page takes from opening it to its rows and charts being there, in Chromium: the median
// of nine openings.
//
//   node bench/page_speed.cjs REPORT.html...      after scripts/setup.sh test
const path = require('node:path');
const {pathToFileURL} = require('node:url');
const {chromium} = require(path.join(__dirname, '../tests/node/node_modules/playwright-core'));

const ROUNDS = 9;

async function main() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  for (const file of process.argv.slice(2)) {
    const times = [];
    for (let round = 0; round < ROUNDS; ++round) {
      const page = await browser.newPage({viewport: {width: 1600, height: 1000}});
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector('#modules tbody tr:not(.space)');
      // A frame later all that the script did is drawn.
      times.push(await page.evaluate(() => new Promise((done) =>
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))));
      await page.close();
    }
    times.sort((a, b) => a - b);
    console.log(`${path.basename(file)}  ${(times[(ROUNDS - 1) / 2] / 1000).toFixed(2)} s  ` +
                `(from ${(times[0] / 1000).toFixed(2)} to ${(times[ROUNDS - 1] / 1000).toFixed(2)})`);
  }
  await browser.close();
}

main();
