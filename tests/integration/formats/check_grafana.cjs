// Fails unless the dashboard is what Grafana's own schema, the types of its npm package, takes, and
// its panels have their room and numbers of their own.
//
//   check_grafana.cjs NODE_MODULES DASHBOARD.json
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const COLUMNS = 24;

function checkTypes(nodeModules, dashboard) {
  const ts = require(path.join(nodeModules, 'typescript'));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookstat-grafana-'));
  try {
    fs.symlinkSync(nodeModules, path.join(folder, 'node_modules'));
    const file = path.join(folder, 'dashboard.ts');
    fs.writeFileSync(file, `
import type {Dashboard} from '@grafana/schema';
export const dashboard: Dashboard = ${JSON.stringify(dashboard)};
`);
    const program = ts.createProgram([file], {
      strict: true, noEmit: true, skipLibCheck: true, types: [],
      target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    });
    const problems = ts.getPreEmitDiagnostics(program)
        .map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
    assert.deepEqual(problems, []);
  } finally {
    fs.rmSync(folder, {recursive: true});
  }
}

function checkLayout(panels) {
  assert.equal(new Set(panels.map((panel) => panel.id)).size, panels.length);
  const taken = new Set();
  for (const {title, gridPos: {x, y, w, h}} of panels) {
    assert.ok(x >= 0 && x + w <= COLUMNS, `${title} reaches beyond the last column`);
    for (let row = y; row < y + h; ++row) {
      for (let column = x; column < x + w; ++column) {
        const place = `${column} ${row}`;
        assert.ok(!taken.has(place), `${title} lies on another panel`);
        taken.add(place);
      }
    }
  }
}

const [nodeModules, file] = process.argv.slice(2);
const dashboard = JSON.parse(fs.readFileSync(file, 'utf8'));
checkTypes(path.resolve(nodeModules), dashboard);
checkLayout(dashboard.panels);
