// A chart where there are points to compare; where there are not, a sentence in its place.
import type {Chart} from '../charts';
import {el} from '../dom';

export class Plot {
  readonly element = el('div', {class: 'plot'});

  constructor(private readonly picture: Chart) {}

  draw(points: number): void {
    if (points < 2) {
      this.element.replaceChildren(el('p', {class: 'about'}, points === 1
          ? 'Only one case was measured: there is nothing to draw.' : 'None of these cases was measured.'));
      return;
    }
    if (!this.picture.element.isConnected) this.element.replaceChildren(this.picture.element);
    this.picture.draw();
  }
}
