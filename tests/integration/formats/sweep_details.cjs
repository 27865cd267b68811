// What the page of a sweep says of its cases beside their figures, against the JSON: inputs in words, warnings,
// machines and times, the cheapest setting, the best by p99, and commands that a shell takes as they are meant.
const assert = require('node:assert');
const {execFileSync} = require('node:child_process');
const {assertDuration, labelOf, latencyOf, status} = require('./sweep_cases.cjs');

const CODES_SHOWN = 8;

const machineOf = ({machine, logical_cores: cores}) => machine === '' || cores === null ? machine
    : `${machine}, ${cores} core${cores === 1 ? '' : 's'}`;
const clear = (page) => page.locator('#cases input[type=search]').fill('');
const pick = (page, which) => page.locator('#cases').getByLabel('Show', {exact: true}).selectOption(which);

/// What the command gives the program, by the shell itself; null where no program can be given it.
function wordsOf(command) {
  const said = execFileSync('sh', ['-c', `hookstat() { printf '%s\\0' "$@"; }\n${command}`], {encoding: 'utf8'});
  return said.split('\0').slice(0, -1);
}

async function checkCommand(row, one, isLogged) {
  const details = row.locator('details.again').first();
  if (!await details.evaluate((element) => element.open)) await details.locator('summary').click();
  const command = details.locator('code.command');
  assert.ok(await command.isVisible(), `the command of ${one.id}`);
  const text = await command.textContent();
  if (!text.includes('\0') && !text.includes('\ufffd')) {
    assert.deepEqual(wordsOf(text), ['profile', ...one.arguments], text);
  }
  await command.click();
  assert.equal(await row.page().evaluate(() => String(getSelection()).length > 0), true, 'a click selects it');
  if (isLogged) assert.ok((await details.textContent()).includes(`logs/${one.id}.txt`));
  await details.locator('summary').click();
}

async function checkCommands(page, {cases, best, cheapest}) {
  const failed = cases.filter((one) => !['ok', 'missing'].includes(one.status)).slice(0, 3);
  const rows = page.locator('#failures tbody tr');
  for (const [at, one] of failed.entries()) await checkCommand(rows.nth(at), one, true);
  if (best.length > 0) {
    const last = best.filter(({work}) => work === best[0].work).at(-1);
    await checkCommand(page.locator('#best .answers tbody tr').first(), cases.find(({id}) => id === last.id), false);
    await checkCommand(page.locator('#best .cheapest tbody tr').first(),
                       cases.find(({id}) => id === cheapest[0].id), false);
  }
  await page.locator('#cases .rows').focus();
  await page.keyboard.press('End');
  const end = cases.at(-1);
  await checkCommand(page.locator('#cases .chosen'), end, !['ok', 'missing'].includes(end.status));
}

async function checkInputs(page, {axes, cases}) {
  const text = await page.locator('main').innerText();
  assert.ok(!/\b\d+ px\b/.test(text), 'a resolution is not always one of pixels');
  if (!axes.includes('input')) return;
  const options = await page.locator('#curves option, #best option').allTextContents();
  for (const key of new Set(cases.map(({input}) => input).filter((input) => /^[0-9a-z]{8}$/.test(input)))) {
    assert.ok(![...options, text].some((one) => one.includes(`input ${key}`)), `an input is called ${key}`);
    const {input_text: words} = cases.find(({input}) => input === key);
    assert.ok((await page.locator('#headline .facts').textContent()).includes(words), words);
  }
}

async function checkWarnings(page, {cases, warnings}) {
  assert.deepEqual(await page.locator('#warnings li').allTextContents(),
                   warnings.map(({message, code}) => `${message} ${code}`));
  const warned = cases.filter(({warnings}) => warnings.length > 0);
  const columns = await page.locator('#cases thead th').allTextContents();
  assert.equal(columns.includes('warnings'), warned.length > 0);
  const line = page.locator('#headline .warned');
  assert.equal(await line.count(), warned.length > 0 ? 1 : 0);
  if (warned.length === 0) return;
  const said = await line.textContent();
  assert.ok(said.startsWith(`${warned.length} case${warned.length === 1 ? '' : 's'} with warnings: `), said);
  const codes = [...new Set(warned.flatMap(({warnings}) => warnings))];
  for (const code of codes.length <= CODES_SHOWN ? codes : ['noisy']) {
    const count = warned.filter(({warnings}) => warnings.includes(code)).length;
    assert.ok(said.includes(`${code} ${count}`), said);
  }
  await line.getByRole('button').click();
  assert.equal(await status(page), `${warned.length} of ${cases.length} cases`);
  await pick(page, 'all');
  await page.locator('#cases input[type=search]').fill('noisy');
  const noisy = warned.filter(({warnings}) => warnings.includes('noisy')).length;
  assert.equal(await status(page), `${noisy} of ${cases.length} cases`, 'warnings are searched');
  await clear(page);
}

async function checkContext(page, {cases}) {
  const facts = await page.locator('#headline .facts').evaluate((list) => Object.fromEntries(
      [...list.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling.textContent])));
  const some = (values) => [...new Set(values)].filter((value) => value !== '');
  const machines = some(cases.map(machineOf));
  if (machines.length <= CODES_SHOWN) machines.forEach((one) => assert.ok(facts['Machines'].includes(one), one));
  const versions = some(cases.map((one) => one.libtorch_version));
  versions.forEach((one) => assert.ok(facts['LibTorch'].includes(one), one));
  const starts = some(cases.map(({started}) => started)).sort();
  if (starts.length > 0) {
    for (const time of [starts[0], starts.at(-1)]) {
      const parts = new Date(time).toISOString().slice(0, 19).split('T');
      parts.forEach((part) => assert.ok(facts['Cases began'].includes(part), facts['Cases began']));
    }
    const days = new Set(starts.map((time) => time.slice(0, 10))).size;
    assert.equal(facts['Cases began'].match(/\d{4}-\d\d-\d\d/g).length, Math.min(days, 2), 'a day is said once');
  }
  const columns = await page.locator('#cases thead th').allTextContents();
  for (const [title, values] of [['machine', machines], ['host', some(cases.map(({host}) => host))],
                                 ['job', some(cases.map(({job}) => job))]]) {
    assert.equal(columns.includes(title), values.length > 1, `a column of each ${title}`);
  }
}

async function checkCheapest(page, {cases, cheapest}) {
  assert.equal(await page.locator('#best .cheapest').count(), cheapest.length > 0 ? 1 : 0);
  if (cheapest.length === 0) return;
  const titles = await page.locator('#best .cheapest thead th').allTextContents();
  const rows = await page.locator('#best .cheapest tbody tr').evaluateAll((all) =>
      all.map((row) => [...row.cells].map((cell) => cell.firstChild?.textContent ?? '')));
  for (const [at, row] of rows.entries()) {
    const {work, id, core_seconds_per_item: core, device_seconds_per_item: device} = cheapest[at];
    assert.deepEqual(row.slice(0, 2), [work, labelOf({id})]);
    const cell = (title) => row[titles.indexOf(title)];
    if (core !== null) assertDuration(cell('core time/item'), core * 1e9, 'core time of the cheapest');
    if (device !== null) assertDuration(cell('device time/item'), device * 1e9, 'device time of the cheapest');
    assert.equal(titles.includes('price/million'), cases.some((one) => one.price_per_million_items !== null));
  }
}

/// The best by p99 of the first work, for bounds at which another is best, and without one.
async function checkP99(page, {cases, best}) {
  if (best.length === 0) return;
  const first = cases.find(({id}) => id === best[0].id);
  const same = cases.filter((one) => latencyOf(one) !== null &&
      ['model', 'method', 'resolution', 'input'].every((axis) => one[axis] === first[axis]));
  const within = (ns) => same.filter((one) => one.latency_ns.p99 <= ns)
      .reduce((a, b) => a && a.items_per_second >= b.items_per_second ? a : b, null);
  await page.locator('#best').getByLabel('bound on', {exact: true}).selectOption('p99');
  const times = same.map((one) => one.latency_ns.p99).sort((a, b) => a - b);
  for (const ns of [times[0] * 1.0001, times[Math.floor(times.length / 2)] * 1.0001, Infinity]) {
    await page.locator('#best input[type=number]').fill(ns === Infinity ? '' : String(ns / 1e6));
    const wanted = within(ns);
    const cells = page.locator('#best .answers tbody tr').first().locator('td');
    assert.equal(await cells.nth(1).evaluate((cell) => cell.firstChild.textContent), labelOf(wanted));
    assertDuration(await cells.nth(2).textContent(), wanted.latency_ns.p99, 'p99 of the best');
  }
  await page.locator('#best').getByLabel('bound on', {exact: true}).selectOption('median');
}

/// Words are looked for one by one; rows are counted and sorted as a reader would.
async function checkTable(page, {cases}) {
  const search = page.locator('#cases input[type=search]');
  const table = page.locator('#cases [role=grid]');
  const shown = async () => Number((await status(page)).split(' ')[0]);
  const words = cases[0].id.split(/\s+/).filter((word) => word !== '');
  await search.fill(`${cases[0].status}  ${words.join(' ')}`);
  assert.ok(await shown() >= 1, 'words of two columns, in another order');
  assert.equal(await table.getAttribute('aria-rowcount'), String(await shown() + 1));
  await search.fill(`${cases[0].status} no-case-is-called-so`);
  assert.equal(await shown(), 0, 'every word must be there');
  assert.equal(await table.getAttribute('aria-rowcount'), '1');
  await search.fill('');
  assert.equal(await page.locator('tr[aria-selected]').count(),
               await page.locator('[role=grid] tr[aria-selected]').count(), 'only a grid has selected rows');
  await page.locator('#cases').getByRole('button', {name: 'case', exact: true}).click();
  const ids = await page.locator('#cases tbody tr[data-id]').evaluateAll((rows) => rows.map(({dataset}) => dataset.id));
  const inOrder = cases.map(labelOf).sort(new Intl.Collator('en', {numeric: true}).compare);
  assert.deepEqual(ids.map((id) => labelOf({id})), inOrder.slice(0, ids.length), 'b4 before b16');
  await page.getByRole('button', {name: 'As planned'}).click();
}

async function checkDetails(page, sweep) {
  await checkInputs(page, sweep);
  await checkWarnings(page, sweep);
  await checkContext(page, sweep);
  await checkCheapest(page, sweep);
  await checkP99(page, sweep);
  await checkCommands(page, sweep);
  await checkTable(page, sweep);
}

module.exports = {checkDetails};
