// How the page of a sweep is laid out: ticks that read well and apart, names in full, points that are seen, and
// what matters in sight in narrow windows, too.
const assert = require('node:assert');
const {latencyOf} = require('./sweep_cases.cjs');

const NARROW = 640;
const MOST_NAMES = 400;  // letters of all names of a chart that fit on three lines
const UNITS = {ns: 1, 'µs': 1e3, ms: 1e6, s: 1e9};

const drawn = (page) => page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/// Numbers at axes of a chart, with their places.
const labelsOf = (page, chart) => page.locator(`${chart} svg text`).evaluateAll((all) => all
    .filter((one) => /^[\d.,]+[KMGT]?( (ns|µs|ms|s|[kMG]?B))?$/.test(one.textContent))
    .map((one) => {
      const {left, right, top, bottom} = one.getBoundingClientRect();
      return {text: one.textContent, left, right, top, bottom};
    }));

/// Labels of one axis and of the other do not run into each other.
async function checkApart(page, chart) {
  const labels = await labelsOf(page, chart);
  labels.forEach((a, at) => labels.slice(at + 1).forEach((b) => {
    const isApart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
    assert.ok(isApart, `${chart}: ${a.text} and ${b.text} run into each other`);
  }));
  return labels;
}

async function checkTicks(page, {cases, best}) {
  for (const chart of ['#best', '#curves', '#scaling']) await checkApart(page, chart);
  const works = [...new Set(best.map(({work}) => work))];
  const spans = (value) => {
    const values = cases.filter((one) => latencyOf(one) !== null).map(value);
    return Math.max(...values) >= 10 * Math.min(...values);
  };
  // With all works in one chart it is known what it spans.
  if (works.length < 2 || !spans(latencyOf) || !spans((one) => one.items_per_second)) return;
  await page.locator('#best').getByLabel('Chart of').selectOption('all');
  await drawn(page);
  for (const {text} of await checkApart(page, '#best')) {
    const [number, unit] = text.replaceAll(',', '').split(' ');
    const value = Number(number.replace('K', 'e3').replace('M', 'e6')) * (UNITS[unit] ?? 1);
    assert.ok(/^[125]e/.test(value.toExponential()), `${text} is not 1, 2 or 5 of its power`);
  }
}

/// Hollow ones are as strong as those on the front; what is wholly transparent is no point.
async function checkPoints(page) {
  const faint = await page.locator('#best .chart svg path').evaluateAll((all) => all.filter((path) =>
      ['opacity', 'fill-opacity', 'stroke-opacity'].map((name) => Number(path.getAttribute(name) ?? 1))
          .some((opacity) => opacity > 0 && opacity < 1)).length);
  assert.equal(faint, 0, 'points that are too faint');
}

/// All names that are short enough, whole and without pages.
async function checkNames(page, {scalings}) {
  const layered = scalings.filter(({modules}) => modules.length > 0);
  if (layered.length === 0) return;
  const axis = layered[0].axis;
  const along = page.locator('#scaling').getByRole('button', {name: `Along ${axis}`});
  if (await along.count() > 0) await along.click();
  const picker = page.locator('#scaling').getByLabel('for', {exact: true});
  if (await picker.count() > 0) await picker.selectOption('0');
  await drawn(page);
  const names = [...layered[0].modules].sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0)).slice(0, 7)
      .map((module) => `${module.path || '(model)'} (${module.class})`);
  if (names.join('').length > MOST_NAMES || names.some((name) => /[^ -~]/.test(name))) return;
  const texts = await page.locator('#scaling .chart svg text').allTextContents();
  for (const name of names) assert.ok(texts.includes(name), `${name} is not in ${texts}`);
  assert.ok(!texts.some((text) => /^\d+\/\d+$/.test(text)), 'names in pages though there is room');
}

/// A list is as wide as its text, up to the page.
async function checkPickers(page) {
  const cut = await page.locator('.controls select').evaluateAll((all) => all.filter((list) => {
    const free = list.cloneNode(true);
    free.style.cssText = 'position:absolute;max-width:none';
    list.closest('section').append(free);
    const wanted = free.getBoundingClientRect().width;
    free.remove();
    const room = list.closest('.controls').clientWidth - 10;  // the label's margin
    return list.getBoundingClientRect().width < Math.min(wanted, room) - 1;
  }).map((list) => list.getAttribute('aria-label')));
  assert.deepEqual(cut, [], 'lists whose text is cut');
}

/// What must be seen without scrolling sideways.
async function checkInSight(page, width) {
  const outside = await page.evaluate((isNarrow) => [...document.querySelectorAll(
      ['nav a', 'nav button', '#best .answers td', '#best .answers th', ...(isNarrow ? ['#failures td'] : [])].join())]
      .filter((one) => {
        const {left, right, width: wide} = one.getBoundingClientRect();
        const box = (one.closest('.scroll') ?? document.documentElement).getBoundingClientRect();
        return wide > 1 && (left < box.left - 1 || right > Math.min(box.right, innerWidth) + 1);
      }).map((one) => one.textContent.slice(0, 40)), width <= NARROW);
  assert.deepEqual(outside, [], `out of sight at ${width}`);
  const hidden = await page.evaluate(() => {
    const button = document.querySelector('nav button').getBoundingClientRect();
    return [...document.querySelectorAll('nav a')].filter((link) => {
      const {left, right, top, bottom} = link.getBoundingClientRect();
      return left < button.right && right > button.left && top < button.bottom && bottom > button.top;
    }).length;
  });
  assert.equal(hidden, 0, 'links behind the button');
}

/// In a narrow window a failure's message is below its case, whole.
async function checkStacked(page, width) {
  const first = page.locator('#failures tbody tr').first();
  if (width > NARROW || await first.count() === 0) return;
  const place = (at) => first.locator('td').nth(at).boundingBox();
  const [name, message] = [await place(0), await place(2)];
  assert.ok(message.y >= name.y + name.height - 1 && message.x <= name.x + 1, 'the message is below the case');
  assert.equal(await first.locator('td').nth(2).evaluate((cell) => cell.scrollWidth > cell.clientWidth), false);
}

/// The table of cases is as high as its rows, as far as they are shown at once.
async function checkHeight(page) {
  const gap = () => page.locator('#cases .rows').evaluate((box) =>
      box.clientHeight - box.querySelector('table').offsetHeight);
  assert.ok(await gap() <= 1, 'an empty box below the rows');
  await page.locator('#cases input[type=search]').fill('no case is called so');
  assert.ok(await gap() <= 1, 'an empty box where no row is');
  await page.locator('#cases input[type=search]').fill('');
}

async function checkLayout(page, sweep, width) {
  const height = page.viewportSize().height;
  for (const each of width > NARROW ? [width, 1400, 800] : [width]) {
    await page.setViewportSize({width: each, height});
    await drawn(page);
    await checkTicks(page, sweep);
    if (each >= 1400) await checkNames(page, sweep);
    await checkPickers(page);
    await checkInSight(page, each);
    await checkStacked(page, each);
  }
  await page.setViewportSize({width, height});
  await checkPoints(page);
  await checkHeight(page);
}

module.exports = {checkLayout};
