import { RoomsFirst } from '../../../src/activities/rooms-first';

function at(): { clock: { ms: number }; rooms: RoomsFirst; note(times: number): void } {
  const clock = { ms: 1_000 };
  const rooms = new RoomsFirst(() => clock.ms);
  const note = (times: number): void => {
    for (let index = 0; index < times; index += 1) rooms.note();
  };
  return { clock, rooms, note };
}

it('delays no probe of a single incident, nor of two', () => {
  const { rooms, note } = at();
  note(6);
  expect(rooms.isBusy).toBe(false);
});

it('holds probes back while many incidents come at once, and no longer', () => {
  const { clock, rooms, note } = at();
  note(40);
  expect(rooms.isBusy).toBe(true);
  clock.ms += 499;
  expect(rooms.isBusy).toBe(true);
  clock.ms += 1;
  expect(rooms.isBusy).toBe(false);
});

it('ends with the activity', async () => {
  const { rooms, note } = at();
  note(10);
  const cancelled = new AbortController();
  const waiting = rooms.waitUntilClear(cancelled.signal);
  cancelled.abort();
  await expect(waiting).rejects.toThrow();
});
