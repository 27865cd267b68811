// Opens the page of a sweep in a real browser, at two widths, from disk, and fails unless it shows what
// the JSON says: failures, the best setting for a bound, curves, layers and all cases, by mouse and by
// keyboard, with nothing in the console and no request. Screenshots are left in SCREENSHOTS.
//
//   check_sweep_page.cjs NODE_MODULES SWEEP.json SWEEP.html SCREENSHOTS
const assert = require('node:assert');
const fs = require('node:fs');
const {WIDTHS, allChartsAreDrawn, atEachWidth, dataOf, noNameIsMarkup} = require('./browser.cjs');
const {UNKNOWN, assertDuration, assertRate, checkCases, labelOf, latencyOf, selected, status} =
    require('./sweep_cases.cjs');
const {checkDetails} = require('./sweep_details.cjs');
const {checkLayout} = require('./sweep_layout.cjs');

const [nodeModules, jsonFile, pageFile, screenshots] = process.argv.slice(2);
const sweep = JSON.parse(fs.readFileSync(jsonFile, 'utf8'));

const {cases, best, scalings} = sweep;
const FIRST_ROWS = 20;
const MOST_LINES = 60;
const LEAST_PERCENT = 1;

const measured = cases.filter((one) => latencyOf(one) !== null);
const failed = cases.filter((one) => !['ok', 'missing'].includes(one.status));
const missing = cases.filter((one) => one.status === 'missing');
const works = [...new Set(best.map(({work}) => work))].map((name) =>
    ({name, front: best.filter(({work}) => work === name)}));
const layered = scalings.filter(({modules}) => modules.length > 0);
const numericAxes = ['batch', 'threads', 'resolution'].filter((axis) => sweep.axes.includes(axis) &&
    new Set(measured.map((one) => one[axis]).filter((value) => value !== null)).size > 1);

/// All rows of a plain table at once, as lists of cells, without what is folded in them.
const rowsOf = (table) => table.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => [...cell.childNodes].filter(({nodeName}) => nodeName !== 'DETAILS')
        .map((node) => node.textContent).join(''))));

async function showAll(part, rows) {
  const more = part.locator('button.more');
  assert.equal(await more.count(), rows > FIRST_ROWS ? 1 : 0);
  if (rows > FIRST_ROWS) await more.click();
}

async function checkSections(page) {
  const wanted = {failures: failed.length + missing.length > 0, best: best.length > 0,
                  curves: numericAxes.length > 0, scaling: layered.length > 0, cases: true};
  for (const [id, isThere] of Object.entries(wanted)) {
    assert.equal(await page.locator(`#${id}`).count(), isThere ? 1 : 0, `section ${id}`);
  }
  await allChartsAreDrawn(page);
  await noNameIsMarkup(page);
}

async function checkHeadline(page) {
  const figures = await page.locator('#headline .figure').evaluateAll((all) => Object.fromEntries(all.map((one) =>
      [one.querySelector('dt').textContent, one.querySelector('b').textContent.replaceAll('\u00a0', ' ')])));
  const count = (number) => number.toLocaleString('en');
  assert.equal(figures['Cases'], count(cases.length));
  assert.equal(figures['Failed'], count(failed.length));
  assert.equal(figures['Missing'], count(missing.length));
  const quickest = works.map(({front}) => Math.min(...front.map((one) => one.latency_ns)));
  if (works.length === 0) return assert.equal(figures['Lowest latency'], UNKNOWN);
  assertDuration(figures['Lowest latency'].split(' to ')[0], Math.min(...quickest), 'lowest latency');
  const most = works.map(({front}) => Math.max(...front.map((one) => one.items_per_second)));
  assertRate(figures['Most items a second'].split(' to ').at(-1), Math.max(...most), 'most items a second');
}

async function checkFailures(page) {
  const part = page.locator('#failures');
  if (failed.length > 0) {
    await showAll(part, failed.length);
    const rows = await rowsOf(part);
    assert.equal(rows.length, failed.length);
    failed.forEach((one, at) => {
      assert.deepEqual(rows[at].slice(0, 3), [labelOf(one), one.status, one.message]);
      const end = one.status === 'timeout' ? 'the time limit' : one.signal !== 0 ? `signal ${one.signal}`
          : `exit code ${one.exit_code}`;
      const restarts = one.restarts === 0 ? '' : one.restarts === 1 ? ', 1 restart' : `, ${one.restarts} restarts`;
      assert.equal(rows[at][3], end + restarts);
      assert.ok(rows[at][5].includes(one.host) && rows[at][5].includes(one.job), rows[at][5]);
    });
  }
  if (missing.length === 0) return;
  const text = await part.locator('.missing').textContent();
  assert.ok(text.startsWith(`${missing.length.toLocaleString('en')} case`), text);
  await part.getByRole('button', {name: 'Show in the table'}).click();
  assert.equal(await status(page), `${missing.length} of ${cases.length} cases`, 'by status, not by message');
  await page.locator('#cases').getByLabel('Show', {exact: true}).selectOption('all');
}

/// What the page answers for a bound, against the front in the JSON.
async function checkBound(page, boundMs) {
  await page.locator('#best input[type=number]').fill(boundMs === null ? '' : String(boundMs));
  await showAll(page.locator('#best .answers'), works.length);
  const rows = await rowsOf(page.locator('#best .answers'));
  assert.equal(rows.length, works.length);
  works.forEach(({name, front}, at) => {
    const within = front.filter((one) => boundMs === null || one.latency_ns <= boundMs * 1e6).at(-1);
    assert.equal(rows[at][0], name);
    if (within) assert.equal(rows[at][1], labelOf(within), `within ${boundMs} ms`);
    else assert.ok(rows[at][1].startsWith('none: the quickest takes '), rows[at][1]);
    assertDuration(rows[at][2], within ? within.latency_ns : null, 'latency of the best');
    assertRate(rows[at][3], within ? within.items_per_second : null, 'items a second of the best');
  });
}

/// Points of a chart: its paths in colours of lines, without the names' own.
const marks = (page, chart) => page.locator(`${chart} svg path[fill^="#"]`).count();

async function checkBest(page) {
  if (works.length === 0) return;
  if (measured.length === 1) {
    return assert.equal(await page.locator('#best .chart').count(), 0, 'one point is no chart');
  }
  await checkBound(page, null);
  const {front} = works[0];
  for (const {latency_ns: ns} of [front[0], front.at(-1)]) {
    await checkBound(page, ns / 1e6 * 1.0001);
    await checkBound(page, ns / 1e6 * 0.9999);
  }
  await checkBound(page, 1e-9);
  await checkBound(page, null);
  const points = works.length > 6 ? front.length : best.length;  // one work at first, where there are many
  assert.ok(await marks(page, '#best') >= points, 'the points of the front are drawn');
  await page.locator('#best .chart').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('.tip:visible').first().waitFor();
  assert.equal(await page.locator('.tip:visible strong').first().textContent(), labelOf(front[0]));
  await page.keyboard.press('Enter');
  assert.equal(await selected(page), front[0].id, 'from a point to its row');
}

/// A click on a point of the chart leads to its row, even to one that the search had hidden.
async function checkClick(page) {
  if (works.length === 0 || measured.length === 1) return;
  await page.locator('#cases input[type=search]').fill('no case is called so');
  await drawn(page);
  const at = await page.evaluate(() => {
    const chart = document.querySelector('#best .chart');
    chart.scrollIntoView({block: 'center'});
    const below = chart.getBoundingClientRect().top + 40;  // the names
    const points = [...chart.querySelectorAll('svg path[fill^="#"]')]
        .map((path) => path.getBoundingClientRect()).filter(({top, width}) => top > below && width > 4);
    const {x, y, width, height} = points[0];
    return {x: x + width / 2, y: y + height / 2};
  });
  await page.mouse.click(at.x, at.y);
  assert.equal(await status(page), `${cases.length} of ${cases.length} cases`, 'a point was clicked');
  const id = await selected(page);
  assert.ok(measured.some((one) => one.id === id), `from a clicked point to the row of ${id}`);
}

async function choose(page, label, option) {
  await page.locator('#curves').getByLabel(label, {exact: true}).selectOption(option);
}

async function checkCurves(page) {
  for (const x of numericAxes) {
    if (numericAxes.length > 1) await choose(page, 'along', x);
    const others = sweep.axes.filter((axis) => axis !== x);
    for (const axis of others) await choose(page, axis, 'all');
    for (const key of ['items_per_second', 'latency']) {
      await choose(page, 'Show', key);
      const points = measured.filter((one) => one[x] !== null);
      const lines = new Set(points.map((one) => JSON.stringify(others.map((axis) => one[axis])))).size;
      const said = await page.locator('#curves [role=status]').textContent();
      const wanted = lines > MOST_LINES ? `the first ${MOST_LINES} of ${lines} lines`
          : lines === 1 ? '1 line.' : `${lines} lines.`;
      assert.ok(said.includes(wanted), `${x}: ${said}, not ${wanted}`);
      await drawn(page);
      const least = lines > MOST_LINES ? MOST_LINES : points.length;
      assert.ok(await marks(page, '#curves') >= least, 'the points of all lines are drawn');
    }
  }
  await checkCurveKeys(page);
}

/// Charts are drawn in the next frame.
const drawn = (page) => page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function checkCurveKeys(page) {
  if (numericAxes.length === 0) return;
  const x = numericAxes.at(-1);
  const others = sweep.axes.filter((axis) => axis !== x);
  const first = measured.find((one) => one[x] !== null);
  const line = measured.filter((one) => one[x] !== null && others.every((axis) => one[axis] === first[axis]))
      .sort((a, b) => a[x] - b[x]);
  await page.locator('#curves .chart').focus();
  for (const one of line) {
    await page.keyboard.press('ArrowRight');
    await page.locator('.tip:visible').first().waitFor();
    const tips = await page.locator('.tip').evaluateAll((all) => all.map((tip) =>
        [...tip.children].map((part) => part.textContent)));
    const tip = tips.find(([name]) => name === labelOf(one));
    assert.ok(tip, `${JSON.stringify(tips)}, not ${one.id}`);
    assertDuration(tip[1].split(' (')[0], latencyOf(one), 'latency of a point');
  }
  await page.keyboard.press('Enter');
  assert.equal(await selected(page), line.at(-1).id, 'from a point to its row');
}

async function checkTableOf(page, {axis, values, modules}) {
  const part = page.locator('#scaling');
  for (const [button, shown] of [['At least 1 % of the time', modules.filter(({percent}) =>
      percent === null || percent >= LEAST_PERCENT)], ['All modules', modules]]) {
    await part.getByRole('button', {name: button}).click();
    const wanted = shown.length > 0 ? shown : modules;
    await showAll(part, wanted.length);
    const rows = await rowsOf(part);
    assert.equal(rows.length, wanted.length);
    wanted.forEach((module, at) => {
      const [path, name, , ...rest] = rows[at];
      assert.deepEqual([path, name], [module.path || '(model)', module.class]);
      values.forEach((value, index) => assertDuration(rest[index], module.time_ns[index], `${axis} ${value}`));
      const gain = module.gain.at(-1);
      assert.equal(rest[values.length], gain === null ? UNKNOWN : gain.toFixed(2));
      assert.equal(rest[values.length + 1], module.stops_at === null ? 'all pay' : String(module.stops_at));
    });
  }
}

async function checkScaling(page) {
  const axes = [...new Set(layered.map(({axis}) => axis))];
  for (const axis of axes) {
    const part = page.locator('#scaling');
    if (axes.length > 1) await part.getByRole('button', {name: `Along ${axis}`}).click();
    const these = layered.filter((scaling) => scaling.axis === axis);
    for (const index of new Set([0, these.length - 1])) {
      if (these.length > 1) await part.getByLabel('for', {exact: true}).selectOption(String(index));
      await checkTableOf(page, these[index]);
      await drawn(page);
      const most = [...these[index].modules].sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0)).slice(0, 7);
      const points = most.reduce((sum, {gain}) => sum + gain.filter((one) => one !== null).length, 0);
      assert.ok(await marks(page, '#scaling') >= points, 'the points of the modules are drawn');
    }
  }
}

async function checkPaper(page) {
  await page.emulateMedia({media: 'print'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#cases tbody tr[data-id]').count(), cases.length);
  assert.equal(await page.locator('button.more').count(), 0, 'lists are whole on paper');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  assert.ok((await page.pdf({format: 'A4'})).length > 10_000);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({media: 'screen'});
}

async function check(page, width) {
  await checkSections(page);
  await checkHeadline(page);
  await checkFailures(page);
  await checkBest(page);
  await checkClick(page);
  await checkCurves(page);
  await checkScaling(page);
  await checkCases(page, sweep);
  await checkDetails(page, sweep);
  await checkLayout(page, sweep, width);
  if (width === WIDTHS[0]) await checkPaper(page);
}

assert.deepEqual(JSON.parse(dataOf(fs.readFileSync(pageFile, 'utf8'))), {kind: 'sweep', sweep});
atEachWidth(nodeModules, pageFile, screenshots, check, '#cases').catch((error) => {
  console.error(error);
  process.exit(1);
});
