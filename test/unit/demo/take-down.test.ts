import { createTakeDown } from '../../../src/demo/take-down';

describe('createTakeDown', () => {
  it('ends the last one up first, each once, and goes on past one that fails', async () => {
    const ended: string[] = [];
    const said: string[] = [];
    const takeDown = createTakeDown((line) => said.push(line));
    takeDown.add(async () => void ended.push('server'));
    takeDown.add(async () => {
      throw new Error('it hangs');
    });
    takeDown.add(async () => void ended.push('worker'));
    await Promise.all([takeDown.end(), takeDown.end()]);
    expect(ended).toEqual(['worker', 'server']);
    expect(said).toEqual(['! Error: it hangs']);
  });

  it('ends what comes up while everything goes down', async () => {
    const ended: string[] = [];
    const takeDown = createTakeDown(() => {});
    const ending = takeDown.end();
    takeDown.add(async () => void ended.push('late'));
    await ending;
    await takeDown.end();
    expect(ended).toEqual(['late']);
  });
});
