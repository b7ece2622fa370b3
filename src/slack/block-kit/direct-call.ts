import type { DirectCallMessage } from '../../incident/war-room/direct-call';
import { answerActions } from './actions';
import { type Rendered, section } from './blocks';
import { renderBriefing } from './briefing';
import { reasonOf } from './calls';
import { link } from './text';

/** What is broken, what is asked of the reader, and where the room is. Only its reader sees it. */
export function renderDirectCall({ incidentId, why, assigned, briefing, buttons, revision }: DirectCallMessage): Rendered {
  const { text, blocks = [] } = renderBriefing(briefing);
  const { room } = briefing;
  const where = room === null ? null : link(room.url, `#${room.name}`);
  const lines = [
    ...(why === null ? [] : [reasonOf(why, ['you'])]),
    askedLine(buttons.includes('acknowledge'), assigned),
    ...(where === null ? [] : [`War room: ${where}`]),
  ];
  return { text, blocks: [...blocks, section(lines.join('\n')), ...answerActions(buttons, { incidentId, revision })] };
}

function askedLine(isAsked: boolean, assigned: boolean): string {
  if (!isAsked) return '*You:* no answer is needed any more.';
  return assigned ? "*You:* you're being paged. Acknowledge if you can take it." : "*You:* you're invited to the war room.";
}
