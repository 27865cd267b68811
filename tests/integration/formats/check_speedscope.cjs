// Fails unless speedscope's own importer, that of its npm package, reads the files and finds in
// them what the JSON report says.
//
//   check_speedscope.cjs NODE_MODULES REPORT.json REPORT.speedscope.json REPORT.trace.json
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

// The package is made for a browser: its bundles register their modules in a global. The page itself
// fails to start without one; what it registered stays.
function importer(nodeModules) {
  const folder = path.join(nodeModules, 'speedscope', 'dist', 'release');
  const strict = {...console, log: () => {}, warn: (text) => {
    // It says so, too, where an end does not repeat the arguments of its begin.
    if (!/^ts=.* Ending .* instead\.$/s.test(text)) throw new Error(`speedscope: ${text}`);
  }};
  const context = vm.createContext({
    console: strict, TextDecoder, TextEncoder, setTimeout, clearTimeout, performance,
    window: {}, navigator: {}, document: {getElementsByTagName: () => []},
  });
  const load = (start) => {
    const name = fs.readdirSync(folder).find((file) => file.startsWith(start) && file.endsWith('.js'));
    const source = fs.readFileSync(path.join(folder, name), 'utf8');
    try {
      vm.runInContext(source, context, {filename: name});
    } catch (error) {
      if (start !== 'speedscope.') throw error;
    }
  };
  load('speedscope.');
  load('import.');
  const {parcelRequire} = context;
  for (const id of Object.keys(parcelRequire.modules)) {
    if (!String(parcelRequire.modules[id][0]).includes('importProfileGroupFromText')) continue;
    const exported = parcelRequire(id);
    if (exported.importProfileGroupFromText) return exported.importProfileGroupFromText;
  }
  throw new Error('the package has no importer');
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const close = (a, b, what) =>
    assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(b), 1), `${what}: ${a}, not ${b}`);

function framesOf(profile) {
  const frames = new Map();
  profile.forEachFrame((frame) => frames.set(frame.name, frame));
  return frames;
}

function lanesOf(report) {
  const lanes = new Map();
  const add = (key, start, duration) => {
    const lane = lanes.get(key) || {count: 0, first: Infinity, last: 0};
    lane.count += 1;
    lane.first = Math.min(lane.first, start);
    lane.last = Math.max(lane.last, start + duration);
    lanes.set(key, lane);
  };
  for (const event of report.timeline ? report.timeline.events : []) {
    add(`host ${event.lane}`, event.start_ns, event.duration_ns);
    if (event.device_start_ns !== null) {
      add(`device ${event.lane}`, event.device_start_ns, event.device_duration_ns);
    }
  }
  return lanes;
}

function callsIn(profile) {
  let opened = 0;
  let open = 0;
  profile.forEachCall(() => { opened += 1; open += 1; }, () => { open -= 1; });
  assert.equal(open, 0, 'a call is never closed');
  return opened;
}

function checkOwn(group, report) {
  const names = group.profiles.map((profile) => profile.getName());
  const lanes = lanesOf(report);
  const evented = group.profiles.slice(0, lanes.size);
  const host = evented.filter((profile) => profile.getName().startsWith('the call (run'));
  assert.equal(host.length, lanes.size > 0 ? 1 : 0, names.join(', '));
  // Calls that took no time at all are seen too.
  const calls = sum(evented.map(callsIn));
  assert.equal(calls, sum([...lanes.values()].map((lane) => lane.count)));
  if (host.length > 0) {
    const root = report.timeline.events[0];
    close(host[0].getTotalNonIdleWeight(), root.duration_ns, 'the call');
  }
  const ownNs = (module) => (module.device_time_ns || module.time_ns).exclusive.mean;
  const means = group.profiles[lanes.size];
  assert.match(means.getName(), /^mean of \d+ calls?$/);
  close(means.getTotalWeight(), sum(report.modules.map(ownNs)), 'the means');
  const byName = new Map();
  for (const module of report.modules) {
    const name = `${module.path || '(model)'} ${module.class}`;
    byName.set(name, (byName.get(name) || 0) + ownNs(module));
  }
  for (const [name, frame] of framesOf(means)) {
    if (byName.has(name)) close(frame.getSelfWeight(), byName.get(name), name);
  }
  assert.equal(means.getWeightUnit(), 'nanoseconds');
  let next = lanes.size + 1;
  if (report.operator_timing) {
    const {operators_ns: operators, between_ns: between} = report.operator_timing;
    close(group.profiles[next++].getTotalWeight(), operators + between, 'operators');
  }
  if (report.memory) {
    const memory = group.profiles[next++];
    assert.equal(memory.getWeightUnit(), 'bytes');
    close(memory.getTotalWeight(), report.memory.hooked_peak_bytes, 'memory');
  }
  assert.equal(group.profiles.length, next, names.join(', '));
}

function checkTrace(group, report) {
  const lanes = lanesOf(report);
  assert.equal(group.profiles.length, lanes.size);
  const totals = group.profiles.map((profile) => profile.getTotalNonIdleWeight());
  const {duration_ns: host, device_duration_ns: device} = report.timeline.events[0];
  close(Math.max(...totals), Math.max(host, device ?? 0) / 1000, 'the trace');
}

async function main() {
  const [nodeModules, reportFile, speedscopeFile, traceFile] = process.argv.slice(2);
  const importText = importer(nodeModules);
  const report = JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  const read = (file) => importText(path.basename(file), fs.readFileSync(file, 'utf8'));
  const own = await read(speedscopeFile);
  assert.ok(own, 'speedscope does not know the format');
  checkOwn(own, report);
  if (!report.timeline) return;
  const trace = await read(traceFile);
  assert.ok(trace, 'speedscope does not know the trace');
  checkTrace(trace, report);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
