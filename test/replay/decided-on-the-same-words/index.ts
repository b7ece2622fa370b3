import { describeNext } from '../../../src/incident/war-room/headline-words';
import { HeadlineKeeper } from '../../../src/workflows/room/headline-keeper';

export * from '../../../src/workflows';

/** What the headline says is next, word for word as it is made. */
const SENTENCES = [
  'unless someone acknowledges, ',
  'someone must acknowledge',
  'someone must take command',
  'unless someone posts an update, a reminder follows',
  'unless it is reopened, the incident closes permanently',
];

/** The same as in `decided-on-words`, with no pattern: it compares what was made with the words that it was made of. */
const { refresh } = HeadlineKeeper.prototype;
HeadlineKeeper.prototype.refresh = function (source, onProblem): void {
  refresh.call(
    this,
    () => {
      const headline = source();
      if (headline === null || headline.message.kind !== 'headline' || headline.message.next === null) return headline;
      const { text } = describeNext(headline.message.next, headline.message.team);
      return SENTENCES.some((sentence) => text.startsWith(sentence)) ? headline : null;
    },
    onProblem,
  );
};
