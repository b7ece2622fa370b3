import { describeNext } from '../../../src/incident/war-room/headline-words';
import { HeadlineKeeper } from '../../../src/workflows/room/headline-keeper';

export * from '../../../src/workflows';

/** The workflow with an edit that hangs on the wording of what it would show: what the reworded replay must not let pass. */
const { refresh } = HeadlineKeeper.prototype;
HeadlineKeeper.prototype.refresh = function (source, onProblem): void {
  refresh.call(
    this,
    () => {
      const headline = source();
      if (headline === null || headline.message.kind !== 'headline' || headline.message.next === null) return headline;
      const { text } = describeNext(headline.message.next, headline.message.team);
      return /acknowledge|command|update|closes permanently/.test(text) ? headline : null;
    },
    onProblem,
  );
};
