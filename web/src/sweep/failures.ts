// Cases that came to nothing: before anything that could make one overlook them.
import {el, plainTable, section} from '../dom';
import * as format from '../format';
import type {Shown} from './cases';
import {labelOf, type Case, type Sweep} from './data';
import {reproduce} from './reproduce';

const LONG_LIST = 20;
const MOST_KINDS = 8;

const place = (one: Case): string =>
    [one.node && one.node !== one.host ? `${one.host} (${one.node})` : one.host,
     one.job ? `job ${one.job}` : '', one.partition].filter((part) => part !== '').join(', ');

/// What ends a case at its time limit is hookstat's own signal, which says nothing.
function end(one: Case): string {
  const parts = [one.status === 'timeout' ? 'the time limit'
      : one.signal !== 0 ? `signal ${one.signal}` : `exit code ${one.exit_code}`];
  if (one.restarts) parts.push(`${one.restarts} restart${one.restarts === 1 ? '' : 's'}`);
  return parts.join(', ');
}

const table = (failures: Case[]): HTMLElement => plainTable('Cases that failed', [
  {title: 'case', text: labelOf},
  {title: 'status', text: (one) => one.status},
  {title: 'message', wrap: true, text: (one) => one.message, more: (one) => reproduce(one, true)},
  {title: 'ended with', text: end},
  {title: 'after', number: true, text: (one) =>
      format.duration(one.seconds === null ? null : one.seconds * 1e9)},
  {title: 'where', text: place},
], failures, LONG_LIST, true);

/// "12 timeout: took more than 600 s", where many end alike.
function kinds(failed: Case[]): HTMLElement | null {
  const counts = new Map<string, number>();
  for (const {status, message} of failed) {
    const kind = message ? `${status}: ${message}` : status;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  if (failed.length <= LONG_LIST || counts.size > failed.length / 2) return null;
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_KINDS);
  return el('ul', {class: 'kinds'}, ...most.map(([kind, count]) => el('li', {}, `${format.whole(count)} ${kind}`)));
}

/// `show` shows in the table of cases those that ended so.
export function failures({cases}: Sweep, show: (which: Shown) => void): HTMLElement | null {
  const failed = cases.filter((one) => one.status !== 'ok' && one.status !== 'missing');
  const missing = cases.filter((one) => one.status === 'missing').length;
  if (failed.length + missing === 0) return null;
  const isOne = missing === 1;
  const left = missing === 0 ? null : el('p', {class: 'missing'},
      el('b', {}, `${format.whole(missing)} ${isOne ? 'case is' : 'cases are'} missing`),
      `: ${isOne ? 'it has' : 'they have'} not run, or not to ${isOne ? 'its' : 'their'} end. `,
      el('button', {type: 'button', click: () => show('missing')}, 'Show in the table'));
  return section('failures', failed.length > 0 ? 'Failures' : 'Missing cases',
      failed.length > 0 ? `${format.whole(failed.length)} of ${format.whole(cases.length)} cases failed, crashed ` +
          'or took too long.' : '',
      kinds(failed), failed.length > 0 ? table(failed) : null, left);
}
