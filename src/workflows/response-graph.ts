import { assessFindings } from '../incident/assess-findings';
import { joinPeople, peopleToCall } from '../incident/join-people';
import { keepChanges } from '../incident/keep-changes';
import { hostOf } from '../incident/links';
import { hasEnded } from '../incident/moot-call';
import type { RoomMessage } from '../incident/room-message';
import { scoreResponse } from '../incident/score';
import { summaryLines } from '../incident/summary-lines';
import { known, type ResponseContext } from './response-context';
import { settleAll } from './settle-all';
import { SkipNode } from './skip-node';
import { StepGraph, settled, streamed } from './step-graph';
import { followProbes, replyTo } from './thread-updates';

const graph = new StepGraph<ResponseContext>();

const incident = graph.node(
  'parseIncidentEvent',
  {},
  async (_, context, run) => {
    const receivedAt = context.state().createdAt;
    const read = await context.call(run, 'parseIncidentEvent', { request: context.request, receivedAt });
    return context.learn('incident', keepChanges(context.state().incident, read));
  },
  {
    kept: known('incident'),
    step: 'parseIncidentEvent',
    activity: 'parseIncidentEvent',
    description: 'Reads the alert and decides title, severity, privacy and targets',
  },
);

const slack = graph.node('setUpSlack', {}, async (_, context, run) => context.learn('slack', await context.call(run, 'setUpSlack', {})), {
  kept: known('slack'),
  step: 'setUpSlack',
  activity: 'setUpSlack',
  description: 'Asks Slack who the bot is and what it may do',
});

const warRoom = graph.node(
  'createChannel',
  { incident, slack },
  async ({ incident }, context, run) => {
    const room = await context.call(
      run,
      'createChannel',
      { incidentId: incident.id, name: incident.channelName, privacy: incident.privacy, createdAt: incident.createdAt },
      { summary: `${incident.privacy} channel #${incident.channelName}` },
    );
    const before = context.state().warRoom;
    // Found again in a later round, it is still the one that was made in the first.
    return context.learn('warRoom', before?.channelId === room.channelId ? { ...room, created: before.created } : room);
  },
  {
    step: 'createWarRoom',
    activity: 'createChannel',
    description: 'Creates the channel, or takes over the one an earlier attempt made',
    kept: known('warRoom'),
  },
);

const headline = graph.node(
  'announceIncident',
  { incident, warRoom },
  async ({ warRoom }, context, run) =>
    context.learn('headlineTs', await context.post(run, { warRoom }, context.headline(), { summary: 'the headline' })),
  { step: 'createWarRoom', activity: 'announceIncident', description: 'Posts the headline', kept: known('headlineTs') },
);

const people = graph.node(
  'resolveSlackUsers',
  { incident, slack },
  async ({ incident }, context, run) => {
    const input = { users: incident.users, isPrivate: incident.privacy === 'private' };
    const found = await context.call(run, 'resolveSlackUsers', input, { summary: incident.users.join(', ') });
    const people = context.learn('people', joinPeople(context.state().people, found));
    context.callLate(found);
    return people;
  },
  {
    step: 'resolveSlackUsers',
    activity: 'resolveSlackUsers',
    description: 'Finds each person by email, display name, user name, unique real name or group',
    kept: known('people'),
  },
);

const selection = graph.node(
  'selectProbes',
  { incident },
  async ({ incident }, context, run) => {
    const { probes, leftOut } = await context.call(run, 'selectProbes', { incident });
    context.select(run, probes);
    return { probes, leftOut: context.learn('leftOutProbes', leftOut) };
  },
  {
    step: 'investigate',
    activity: 'selectProbes',
    description: 'Chooses the runbooks whose conditions match, and their targets',
    kept: (context) => ({ probes: context.state().probes, leftOut: context.state().leftOutProbes }),
  },
);

const findings = graph.fanOut(
  'runProbes',
  { selection },
  ({ selection }) => selection.probes,
  (probe, _, context, run) => context.probe(run, probe),
  {
    step: 'investigate',
    activity: 'runProbe',
    description: 'Runs each probe in a throw-away container of its own',
    kept: known('findings'),
  },
);

const investigation = graph.node(
  'assessFindings',
  { selection, findings },
  async ({ selection, findings }, context) => context.learn('investigation', assessFindings(findings, selection.leftOut)),
  {
    step: 'investigate',
    activity: null,
    description: 'Computes health, coverage and confidence from what ran',
    kept: known('investigation'),
  },
);

const described = graph.node('describeChannel', { incident, warRoom }, ({ warRoom }, context, run) => context.describe(run, warRoom), {
  step: 'createWarRoom',
  activity: 'describeChannel',
  description: 'Sets topic and purpose; the purpose marks the channel as ours',
  optional: true,
});

const pinned = graph.node(
  'pinHeadline',
  { warRoom, headline },
  async ({ warRoom, headline }, context, run) => {
    await context.call(run, 'pinHeadline', { channelId: warRoom.channelId, ts: headline });
  },
  { step: 'createWarRoom', activity: 'pinHeadline', description: 'Pins the headline', optional: true },
);

const bookmarked = graph.fanOut(
  'addBookmarks',
  { incident, warRoom },
  ({ incident, warRoom }) =>
    [
      ...(incident.temporalUrl ? [{ title: 'Run in Temporal', url: incident.temporalUrl }] : []),
      ...incident.links.slice(0, 3).map((url, index) => ({
        title: `${index === 0 ? 'Alert' : `Alert link ${index + 1}`} (${hostOf(url)})`,
        url,
      })),
    ].map((link, index) => ({ ...link, index, channelId: warRoom.channelId })),
  ({ index, ...link }, _, context, run) => context.bookmark(run, link, String(index + 1)),
  { step: 'createWarRoom', activity: 'addBookmark', description: 'Puts the links on the bookmark bar', optional: true },
);

const invited = graph.node(
  'inviteResponders',
  { warRoom, people },
  async ({ warRoom, people }, context, run) => {
    const userIds = [...new Set(people.resolved.map((person) => person.userId))];
    if (userIds.length === 0) throw new SkipNode('nobody to invite');
    const names = [...new Set(people.resolved.map((person) => person.name))].join(', ');
    const { refused } = await context.call(run, 'inviteResponders', { channelId: warRoom.channelId, userIds }, { summary: names });
    return context.noteInvitations(people.resolved, refused);
  },
  { step: 'createWarRoom', activity: 'inviteResponders', description: 'Invites everybody who was found', optional: true },
);

const called = graph.node(
  'callForPeople',
  { incident, warRoom, headline, people, invited: settled(invited) },
  async ({ incident, warRoom, people, invited: refused = [] }, context, run) => {
    if (people.resolved.length + people.unresolved.length === 0) throw new SkipNode('nobody was asked for');
    if (hasEnded(context.state())) throw new SkipNode(`the incident is ${context.state().status}`);
    return context.post(
      run,
      { warRoom },
      {
        kind: 'callForPeople',
        incident,
        why: null,
        takenBy: context.state().acknowledgedBy,
        called: peopleToCall(context.state(), people, false),
        unresolved: people.unresolved,
        ...(refused.length === 0 ? {} : { refused }),
        assigned: context.request.autoAssign !== false,
      },
    );
  },
  { step: 'createWarRoom', activity: 'postMessage', description: 'Calls the people by name, and says who could not be found' },
);

const progress = graph.node(
  'postProgress',
  { warRoom, headline, selection },
  async ({ warRoom, headline, selection }, context, run) => {
    const { probes } = selection;
    if (probes.length === 0) throw new SkipNode('no probe was selected');
    const { findings } = context.state();
    const message: RoomMessage = { kind: 'progress', probes, findings };
    const ts = await context.post(run, { warRoom, threadTs: headline }, message, { summary: `progress of ${probes.length} probes` });
    return context.learn('progress', { ts, shown: findings.length });
  },
  {
    step: 'updateSlackThread',
    activity: 'postReply',
    description: 'Shows each probe in one message of the thread',
    kept: known('progress'),
  },
);

const followed = graph.node(
  'followProbes',
  { warRoom, headline, selection, progress, findings: streamed(findings) },
  ({ warRoom, headline, ...rest }, context, run) =>
    followProbes(context, run, { warRoom, threadTs: headline }, { ...rest, poster: progress.name }),
  { step: 'updateSlackThread', activity: 'editMessage', description: 'Edits that message as results come' },
);

const replies = graph.node(
  'postFindings',
  { warRoom, headline, findings: streamed(findings) },
  async ({ warRoom, headline, findings }, context, run) => {
    const place = { warRoom, threadTs: headline };
    await settleAll(findings.map(async (coming) => replyTo(await coming, context, run, place)));
  },
  { step: 'updateSlackThread', activity: 'postReply', description: 'One reply for each probe that fails or warns, with its evidence' },
);

const verdict = graph.node(
  'postVerdict',
  { warRoom, headline, investigation, progress: settled(progress), replies: settled(replies) },
  async ({ warRoom, headline, investigation }, context, run) =>
    context.post(run, { warRoom, threadTs: headline }, { kind: 'verdict', investigation }, { summary: 'verdict of the investigation' }),
  { step: 'updateSlackThread', activity: 'postReply', description: 'Health, confidence with its inputs, hypothesis and recommendations' },
);

const swept = graph.node(
  'sweepCopies',
  { called: settled(called), verdict: settled(verdict), replies: settled(replies) },
  (_, context) => context.sweep(),
  {
    step: 'updateSlackThread',
    activity: 'removeCopies',
    description: 'Removes late copies of messages whose posting had an unclear end',
    optional: true,
  },
);

const score = graph.node(
  'scoreResponse',
  {
    investigation: settled(investigation),
    people: settled(people),
    described: settled(described),
    pinned: settled(pinned),
    bookmarked: settled(bookmarked),
    called: settled(called),
    followed: settled(followed),
    verdict: settled(verdict),
    swept: settled(swept),
  },
  async (_, context) => {
    const { score, overallStatus } = scoreResponse(context.state());
    context.learn('overallStatus', overallStatus);
    return context.learn('score', score);
  },
  {
    step: 'summarizeIncident',
    activity: null,
    description: 'Scores what was asked for: people, war room, investigation, updates',
    kept: known('score'),
  },
);

const summary = graph.node(
  'postSummary',
  { warRoom, headline, score },
  async ({ warRoom, headline, score }, context, run) => {
    const state = context.state();
    await context.post(
      run,
      { warRoom, threadTs: headline },
      {
        kind: 'summary',
        incidentId: state.incidentId,
        overallStatus: state.overallStatus ?? 'partial',
        score,
        lines: summaryLines(state),
      },
      { summary: `score ${score.total}` },
    );
  },
  { step: 'summarizeIncident', activity: 'postReply', description: 'Posts the score and what was done to the thread' },
);

graph.node('writeReport', { score, summary: settled(summary) }, (_, context, run) => context.writeReport(run), {
  step: 'summarizeIncident',
  activity: 'writeReport',
  description: 'Writes the report as JSON and Markdown',
});

/** The response to an incident: every node, what it needs, and the step it belongs to. */
export const RESPONSE_GRAPH = graph;
