// Opens the page of a report in a real browser, at two widths, from disk, and fails unless it
// shows what the JSON says, can be searched, sorted and folded, by mouse and by keyboard, says
// nothing in the console and asks the network for nothing. Screenshots are left in SCREENSHOTS.
//
//   check_page.cjs NODE_MODULES REPORT.json REPORT.html SCREENSHOTS
const assert = require('node:assert');
const fs = require('node:fs');
const {WIDTHS, allChartsAreDrawn, atEachWidth, dataOf, noNameIsMarkup} = require('./browser.cjs');

const [nodeModules, reportFile, pageFile, screenshots] = process.argv.slice(2);
const report = JSON.parse(fs.readFileSync(reportFile, 'utf8'));

const MOST_BYTES_WITHOUT_DATA = 1_500_000;
const own = (module) => (module.device_time_ns || module.time_ns).exclusive;

/// Those with a bar: a share of either worth one.
const bars = report.modules.filter((module) =>
    (module.time_percent || 0) > 0.005 || (module.flops_percent || 0) > 0.005);

/// What the page must show of this report.
function sections() {
  const timed = report.modules.some((module) => own(module).count > 0);
  return {
    mismatch: bars.length > 0, device: Boolean(report.device?.busy_ns), tree: timed && report.modules.length > 1, modules: true,
    roofline: report.machine_peaks !== null, memory: Boolean(report.memory_timeline?.length),
    latency: report.run_latencies_ns.length > 1, operators: report.operators.length > 0,
    sources: Boolean(report.sources?.length), uncounted: report.uncounted.length > 0,
    warnings: report.warnings.length > 0,
  };
}

async function checkViews(page) {
  for (const [id, wanted] of Object.entries(sections())) {
    assert.equal(await page.locator(`#${id}`).count(), wanted ? 1 : 0, `section ${id}`);
  }
  await allChartsAreDrawn(page);
  assert.equal(await page.locator('#warnings li').count(), report.warnings.length);
  await noNameIsMarkup(page);
}

const firstPath = (page) => page.locator('#modules tbody tr[data-path]').first().getAttribute('data-path');
const status = (page) => page.locator('#modules [role=status]').textContent();

async function checkSorting(page) {
  const timed = report.modules.filter((module) => module.time_percent !== null);
  if (timed.length === 0) return;
  const most = Math.max(...timed.map((module) => module.time_percent));
  const least = Math.min(...timed.map((module) => module.time_percent));
  const share = async () => page.locator('#modules tbody td.time_percent').first().textContent();
  await page.getByRole('button', {name: 'own %', exact: true}).click();
  assert.equal(await share(), most.toFixed(2));
  await page.getByRole('button', {name: 'own %', exact: true}).click();
  assert.equal(await share(), least.toFixed(2));
  assert.equal(await page.locator('#modules th[aria-sort=ascending]').count(), 1);
  await page.locator('#modules .controls').getByRole('button', {name: 'As registered'}).click();
  assert.equal(await firstPath(page), report.modules[0].path);
}

/// The device's figures in the headline, the verdict and the table.
async function checkDevice(page) {
  const {device} = report;
  const idleColumns = await page.locator('#modules th').getByText('idle %', {exact: true}).count();
  assert.equal(idleColumns, device ? 1 : 0);
  if (!device) return;
  const headline = await page.locator('#headline').textContent();
  assert.ok(headline.includes('Launching') && headline.includes(`${device.idle_percent.toFixed(1)} %`));
  const words = device.bound === 'launch' ? 'Launch-bound' : device.bound === 'device'
      ? 'The device sets the pace' : device.bound === 'both' ? 'about as long' : 'not known';
  assert.ok((await page.locator('#device').textContent()).includes(words));
  await page.getByRole('button', {name: 'launch %', exact: true}).click();
  const most = Math.max(...report.modules.map((module) => module.launch_percent));
  assert.equal(await page.locator('#modules tbody td.launch_percent').first().textContent(),
               most.toFixed(2));
  await page.locator('#modules .controls').getByRole('button', {name: 'As registered'}).click();
}

async function checkSearch(page) {
  const wanted = report.modules[report.modules.length - 1];
  const word = wanted.path.slice(0, 40) || wanted.class;
  const found = report.modules.filter((module) =>
      `${module.path || '(model)'} ${module.class}`.toLowerCase().includes(word.trim().toLowerCase()));
  const search = page.locator('#modules input[type=search]');
  await search.fill(word);
  if (!/[\r\n]/.test(word)) {
    assert.equal(await status(page), `${found.length} of ${report.modules.length} modules`);
    assert.equal(await firstPath(page), found[0].path);
  }
  await search.fill('no module is called so');
  assert.equal(await status(page), `0 of ${report.modules.length} modules`);
  await search.fill('');
  assert.equal(await status(page), `${report.modules.length} of ${report.modules.length} modules`);
}

async function checkFolding(page) {
  const top = report.modules.filter((module) => module.depth <= 1).length;
  await page.getByRole('button', {name: 'Fold', exact: true}).click();
  assert.equal(await status(page), `${top} of ${report.modules.length} modules`);
  await page.getByRole('button', {name: 'Unfold', exact: true}).click();
  assert.equal(await status(page), `${report.modules.length} of ${report.modules.length} modules`);
}

async function checkKeyboard(page) {
  const selected = () => page.locator('#modules tbody tr[aria-selected=true]').getAttribute('data-path');
  await page.locator('#modules .rows').focus();
  await page.keyboard.press('Home');
  assert.equal(await selected(), report.modules[0].path);
  if (report.modules.length > 1) {
    await page.keyboard.press('ArrowLeft');
    assert.equal(await status(page), `1 of ${report.modules.length} modules`);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('End');
    assert.equal(await selected(), report.modules[report.modules.length - 1].path);
  }
  if (!sections().mismatch) return;
  await page.locator('#mismatch .chart').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await selected(), bars[Math.min(1, bars.length - 1)].path, 'from a bar to its row');
  await page.locator('#mismatch .chart').focus();
  for (let i = 0; i < 30; ++i) await page.keyboard.press('ArrowDown');
  await page.waitForSelector('.tip', {state: 'visible'});
  const last = bars[Math.min(31, bars.length - 1)];
  const tips = await page.locator('.tip strong').allTextContents();
  assert.ok(tips.includes(`${last.path || '(model)'} (${last.class})`), `${tips}, not ${last.path}`);
  if (!sections().tree) return;
  await page.locator('#tree .chart').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const longest = report.modules.reduce((a, b) => own(b).mean > own(a).mean ? b : a);
  assert.equal(await selected(), longest.path, 'from the tree to its row');
}

/// A click on the longest bar of those in sight leads to its row.
async function checkClick(page) {
  if (!sections().mismatch) return;
  const longest = bars.slice(0, 24).reduce((a, b) => (b.time_percent || 0) > (a.time_percent || 0) ? b : a);
  const at = await page.evaluate(async () => {
    // Charts are drawn in the next frame: before it the bars are still in the order before.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const fill = getComputedStyle(document.documentElement).getPropertyValue('--time').trim();
    const widest = [...document.querySelectorAll('#mismatch svg path')]
        .filter((bar) => bar.getAttribute('fill') === fill)
        .reduce((a, b) => b.getBoundingClientRect().width > a.getBoundingClientRect().width ? b : a);
    widest.scrollIntoView({block: 'center'});
    const {x, y, width, height} = widest.getBoundingClientRect();
    return {x: x + width / 2, y: y + height / 2};
  });
  await page.mouse.click(at.x, at.y);
  const selected = page.locator('#modules tbody tr[aria-selected=true]');
  assert.equal(await selected.getAttribute('data-path'), longest.path, 'from a clicked bar to its row');
}

async function checkOrders(page) {
  if (!sections().mismatch) return;
  for (const name of ['By mismatch', 'By time', 'As registered']) {
    const button = page.locator('#mismatch').getByRole('button', {name});
    await button.click();
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
  }
}

async function checkPaper(page) {
  await page.emulateMedia({media: 'print'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#modules tbody tr[data-path]').count(), report.modules.length);
  assert.equal(await page.locator('button.more').count(), 0, 'lists are whole on paper');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  assert.ok((await page.pdf({format: 'A4'})).length > 10_000);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
}

async function check(page, width) {
  await checkViews(page);
  await checkSorting(page);
  await checkDevice(page);
  await checkSearch(page);
  await checkFolding(page);
  await checkKeyboard(page);
  await checkOrders(page);
  await checkClick(page);
  if (width !== WIDTHS[0]) return;
  await checkPaper(page);
  await page.emulateMedia({media: 'screen'});
}

const html = fs.readFileSync(pageFile, 'utf8');
const data = dataOf(html);
assert.deepEqual(JSON.parse(data), {kind: 'report', report});
assert.ok(html.length - data.length <= MOST_BYTES_WITHOUT_DATA, `${html.length - data.length} bytes`);
atEachWidth(nodeModules, pageFile, screenshots, check).catch((error) => {
  console.error(error);
  process.exit(1);
});
