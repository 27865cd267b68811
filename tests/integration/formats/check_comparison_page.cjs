// Opens the page of a comparison in a real browser and fails unless it shows what the JSON says.
//
//   check_comparison_page.cjs NODE_MODULES COMPARISON.json COMPARISON.html SCREENSHOTS
const assert = require('node:assert');
const fs = require('node:fs');
const {allChartsAreDrawn, atEachWidth, dataOf} = require('./browser.cjs');

const [nodeModules, jsonFile, pageFile, screenshots] = process.argv.slice(2);
const comparison = JSON.parse(fs.readFileSync(jsonFile, 'utf8'));
const FIRST_ROWS = 40;

const change = (module) => Math.abs((module.own.new_ns || 0) - (module.own.base_ns || 0));

async function check(page) {
  const verdict = await page.locator('#headline .verdict').textContent();
  assert.ok(verdict.includes(comparison.latency_verdict), verdict);
  await allChartsAreDrawn(page);
  const rows = page.locator('#modules tbody tr');
  assert.equal(await rows.count(), Math.min(FIRST_ROWS, comparison.modules.length));
  const most = [...comparison.modules].sort((a, b) => change(b) - change(a))[0];
  const cells = await rows.first().locator('td').allTextContents();
  assert.equal(cells[0], most.path || '(model)');
  assert.equal(cells[6], most.verdict);
  if (comparison.modules.length > FIRST_ROWS) {
    await page.getByRole('button', {name: /^Show the other/}).click();
    assert.equal(await rows.count(), comparison.modules.length);
  }
  assert.equal(await page.locator('#warnings li').count(), comparison.warnings.length);
}

assert.deepEqual(JSON.parse(dataOf(fs.readFileSync(pageFile, 'utf8'))), {kind: 'comparison', comparison});
atEachWidth(nodeModules, pageFile, screenshots, check).catch((error) => {
  console.error(error);
  process.exit(1);
});
