import { chooseTargets as choose } from '../../../../src/incident/declaration/choose-targets';

const chooseTargets = (
  asked: readonly string[],
  labels: Record<string, string>,
  defaults: readonly string[],
  links: readonly string[] = [],
) => choose({ asked, labels, links, defaults }).targets;

describe('chooseTargets', () => {
  it('believes what was asked for before what labels name, each once', () => {
    const labels = { instance: 'db-1:5432', url: 'https://a.example.com/health', host: 'mq-1', port: '5672', team: 'x:1' };
    expect(chooseTargets(['b.example.com:80', 'db-1:5432'], labels, ['c:1'])).toEqual([
      'b.example.com:80',
      'db-1:5432',
      'https://a.example.com/health',
      'mq-1:5672',
    ]);
  });

  it('takes every target of a group’s labels, and the configured ones only when there is no other', () => {
    expect(chooseTargets([], { instance: 'db-1:5432, db-2:5432' }, ['c:1'])).toEqual(['db-1:5432', 'db-2:5432']);
    expect(chooseTargets([], { instance: 'node-without-port', host: 'x' }, ['c:1'])).toEqual(['c:1']);
    expect(chooseTargets([], {}, [])).toEqual([]);
  });

  it('takes the alert’s links when nothing else is named, but none to what watches the system', () => {
    const links = ['https://grafana.example.com/d/x', 'https://prom.example.com/graph?g0', 'https://shop.example.com/health'];
    expect(chooseTargets([], {}, ['c:1'], links)).toEqual(['https://shop.example.com/health']);
    expect(chooseTargets([], { instance: 'db-1:5432' }, ['c:1'], links)).toEqual(['db-1:5432']);
    expect(chooseTargets([], {}, ['c:1'], links.slice(0, 2))).toEqual(['c:1']);
  });

  it('shows no credentials', () => {
    expect(chooseTargets(['https://me:secret@a.example.com/x'], { url: 'https://me:secret@b.example.com/' }, [])).toEqual([
      'https://a.example.com/x',
      'https://b.example.com/',
    ]);
  });

  it.each(['db-1', 'postgres://db-1/x', 'x y', '', 'ftp://x'])('refuses %j when it is asked for', (target) => {
    expect(() => chooseTargets([target], {}, [])).toThrow(/^target: .*allowed: an http\(s\) URL or HOST:PORT/);
  });

  it('looks at the first fifty values of a label alone: hosts and ports of thousands of alerts would be paired', () => {
    const values = [...Array.from({ length: 60 }, (_, index) => `no host ${index}`), 'db-1'].join(', ');
    expect(chooseTargets([], { host: values, port: '80' }, [])).toEqual([]);
  });

  it('takes ten at most, and says that there are more', () => {
    const many = Array.from({ length: 12 }, (_, index) => `db-${index}:5432`);
    const chosen = (asked: readonly string[]) => choose({ asked, labels: {}, links: [], defaults: [] });
    expect(chosen(many)).toEqual({ targets: many.slice(0, 10), hasMoreTargets: true });
    expect(chosen(many.slice(0, 10))).toEqual({ targets: many.slice(0, 10) });
  });
});
