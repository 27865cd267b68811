// The table of all cases in the page of a sweep, against the JSON; and its figures as they are written.
const assert = require('node:assert');

const UNKNOWN = '–';
const UNITS = {ns: 1, 'µs': 1e3, ms: 1e6, s: 1e9};

const labelOf = (one) => one.id || '(no name)';
const latencyOf = (one) => one.latency_ns && one.latency_ns.count > 0 ? one.latency_ns.median : null;

/// A duration as it is written: of three digits.
function assertDuration(text, ns, what) {
  if (ns === null) return assert.equal(text, UNKNOWN, what);
  const [number, unit] = text.split(' ');
  const shown = Number(number) * UNITS[unit];
  assert.ok(Math.abs(shown - ns) <= 0.006 * ns, `${what}: ${text}, not ${ns} ns`);
}

function assertRate(text, rate, what) {
  if (rate === null) return assert.equal(text, UNKNOWN, what);
  assert.ok(Math.abs(Number(text.replaceAll(',', '')) - rate) <= 0.006 * rate, `${what}: ${text}, not ${rate}`);
}

const status = (page) => page.locator('#cases [role=status]').textContent();
const selected = (page) => page.locator('#cases tbody tr[aria-selected=true]').getAttribute('data-id');
const columnsOf = (page) => page.locator('#cases thead th').allTextContents();
const firstCells = async (page) => {
  const titles = await columnsOf(page);
  const cells = await page.locator('#cases tbody tr[data-id]').first().locator('th, td').allTextContents();
  return Object.fromEntries(titles.map((title, at) => [title, cells[at]]));
};

async function checkFigures(page, {axes, cases}, one) {
  const cells = await firstCells(page);
  assert.equal(cells.case, labelOf(one));
  assert.equal(cells.status, one.status);
  for (const axis of axes) {
    const of = (other) => axis === 'input' ? other.input_text : other[axis];
    const unknown = typeof cases.map(of).find((value) => value !== null) === 'number' ? UNKNOWN : '';
    const wanted = of(one) === null ? unknown : String(of(one)).replaceAll(',', '');
    assert.equal(cells[axis].replaceAll(',', ''), wanted, axis);
  }
  const seconds = (value) => value === null ? null : value * 1e9;
  if ('latency' in cells) assertDuration(cells.latency, latencyOf(one), 'latency');
  if ('items/s' in cells) assertRate(cells['items/s'], one.items_per_second, 'items/s');
  for (const [title, key] of [['core time/item', 'core_seconds_per_item'],
                              ['device time/item', 'device_seconds_per_item']]) {
    assert.equal(title in cells, cases.some((other) => other[key] !== null), title);
    if (title in cells) assertDuration(cells[title], seconds(one[key]), title);
  }
  for (const [title, key] of [['FLOPs/item', 'flops_per_item'], ['peak memory', 'peak_memory_bytes'],
                              ['price/million', 'price_per_million_items']]) {
    assert.equal(title in cells, cases.some((other) => other[key] !== null), title);
    if (title in cells) assert.equal(cells[title] === UNKNOWN, one[key] === null, title);
  }
}

async function checkCases(page, sweep) {
  const {cases} = sweep;
  const measured = cases.filter((one) => latencyOf(one) !== null);
  assert.equal(await status(page), `${cases.length} of ${cases.length} cases`);
  await page.getByRole('button', {name: 'As planned'}).click();
  await checkFigures(page, sweep, cases[0]);
  if (measured.length > 0) {
    for (const end of [Math.max(...measured.map(latencyOf)), Math.min(...measured.map(latencyOf))]) {
      await page.locator('#cases').getByRole('button', {name: 'latency', exact: true}).click();
      await checkFigures(page, sweep, measured.find((one) => latencyOf(one) === end));
    }
    assert.equal(await page.locator('#cases th[aria-sort=ascending]').count(), 1);
    await page.getByRole('button', {name: 'As planned'}).click();
  }
  const search = page.locator('#cases input[type=search]');
  const last = cases.at(-1);
  const word = last.id.slice(0, 60);
  if (word.trim() !== '' && !/[\r\n]/.test(word)) {
    await search.fill(word);
    const ids = await page.locator('#cases tbody tr[data-id]').evaluateAll((rows) =>
        rows.map((row) => row.dataset.id));
    assert.ok(ids.includes(last.id), 'what is searched for is found');
  }
  await search.fill('no case is called so');
  assert.equal(await status(page), `0 of ${cases.length} cases`);
  await search.fill('');
  await checkCaseKeys(page, cases);
}

async function checkCaseKeys(page, cases) {
  await page.locator('#cases .rows').focus();
  await page.keyboard.press('End');
  assert.equal(await selected(page), cases.at(-1).id);
  await page.keyboard.press('Home');
  assert.equal(await selected(page), cases[0].id);
  if (cases.length < 2) return;
  await page.keyboard.press('ArrowDown');
  assert.equal(await selected(page), cases[1].id);
  assert.ok((await page.locator('#cases .spoken').textContent()).startsWith(labelOf(cases[1])));
}

module.exports = {UNKNOWN, assertDuration, assertRate, checkCases, labelOf, latencyOf, selected, status};
