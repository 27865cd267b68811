// How to run a case again by hand.
import {el} from '../dom';
import type {Case} from './data';

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/// A word as a POSIX shell takes it for itself.
export const quoted = (word: string): string => PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export const commandOf = (one: Case): string => ['hookstat', 'profile', ...one.arguments.map(quoted)].join(' ');

/// Folded; a click on the command selects it whole. `isLogged`: with the place of what it said. `whose` follows the
/// title where it does not stand beside the case.
export const reproduce = (one: Case, isLogged: boolean, whose = ''): HTMLDetailsElement =>
    el('details', {class: 'again'}, el('summary', {}, `${isLogged ? 'Command and log' : 'Command'} ${whose}`.trim()),
       el('code', {class: 'command', tabindex: 0}, commandOf(one)),
       isLogged ? el('div', {}, 'Log: ', el('code', {}, `logs/${one.id}.txt`)) : null);
