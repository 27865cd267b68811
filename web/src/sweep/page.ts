// The page of a sweep: what failed, what is best, how it scales, what it costs.
import {notes} from '../lists';
import {best} from './best';
import {CaseTable} from './cases';
import {curves} from './curves';
import type {Sweep} from './data';
import {failures} from './failures';
import {headline} from './headline';
import {scaling} from './scaling';

export function sweepParts(sweep: Sweep): (HTMLElement | null)[] {
  const table = new CaseTable(sweep);
  return [
    headline(sweep, table.show), notes(sweep.warnings), failures(sweep, table.show), best(sweep, table.select),
    curves(sweep, table.select), scaling(sweep), table.element,
  ];
}
