import { array, assert, constantFrom, property, string } from 'fast-check';
import { drawMrkdwn } from '../../../../../src/demo/slack/draw/mrkdwn';
import { sampleReader } from '../../../../support/sample-reader';

const draw = (text: string): string => drawMrkdwn(text, sampleReader()).text;

it.each([
  ['*bold* and _italic_ and ~struck~', '<b>bold</b> and <i>italic</i> and <s>struck</s>'],
  ['*bold with _italic_ inside*', '<b>bold with <i>italic</i> inside</b>'],
  ['2*3*4, snake_case_name, a * b', '2*3*4, snake_case_name, a * b'],
  ['`code *not bold* &lt;b&gt;`', '<code>code *not bold* &lt;b&gt;</code>'],
  ['line\nline', 'line<br>line'],
  [':eyes: :no_such_emoji:', '👀 :no_such_emoji:'],
  ['&amp;lt; stays escaped once', '&amp;lt; stays escaped once'],
  ['<@U1> and <@U9>', '<span class="mention me">@Dana Brandt</span> and <span class="mention">@U9</span>'],
  ['<@U2>', '<span class="mention">@Omar &lt;b&gt;Castillo&lt;/b&gt;</span>'],
  ['<#C1>', '<span class="mention">#incident-1</span>'],
  ['<!subteam^S1>', '<span class="mention">@payments</span>'],
  ['<!here>', '<span class="mention me">@here</span>'],
  [
    '<https://a.example/?x=1&amp;y=2|the page>',
    '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">the page</a>',
  ],
])('draws %j', (text, markup) => expect(draw(text)).toBe(`<span>${markup}</span>`));

it('draws code blocks and quotes as blocks, and the text around them without empty lines', () => {
  expect(draw('before\n```\nx &lt; *y*\n```\nafter')).toBe('<span>before</span><pre class="code">x &lt; *y*\n</pre><span>after</span>');
  expect(draw('&gt; said\n&gt; twice\nanswer')).toBe('<blockquote>said<br>twice</blockquote><span>answer</span>');
});

it('shows a time in the reader’s zone, and the fallback of one that it cannot read', () => {
  expect(draw('<!date^1772733600^{date_short_pretty} at {time}|fallback>')).toBe('<span>Today at 7:00 PM</span>');
  expect(draw('<!date^99999999999999^{date}|2026 &lt;b&gt;>')).toBe('<span>2026 &lt;b&gt;</span>');
});

it.each([
  '<javascript:alert(1)|click>',
  '<JAVASCRIPT:x>',
  '<data:text/html,x|y>',
  '<vbscript:x|y>',
  '<https://a b|c>',
  '<https://a"onclick=x|c>',
])('makes no link of %j', (text) => expect(draw(text)).not.toContain('<a'));

/** All that this project draws from markup; no attribute but those. */
const OWN =
  /<\/?(?:span|b|i|s|code|blockquote|pre)>|<br>|<span class="mention(?: me)?">|<pre class="code">|<a href="(?:https?:\/\/|mailto:)[^"<>\s]+" target="_blank" rel="noopener noreferrer">|<\/a>/gi;

it('never lets text become markup of its own', () => {
  const parts = [
    '<',
    '>',
    '&lt;',
    '&amp;',
    '"',
    "'",
    '`',
    '```',
    '*',
    '_',
    '~',
    '|',
    '@U1',
    '!date^1^',
    'javascript:',
    'https://x',
    '<img src=x>',
    '\n',
    ' ',
    'a',
    ':eyes:',
  ];
  assert(
    property(
      array(constantFrom(...parts), { maxLength: 40 }).map((chosen) => chosen.join('')),
      (text) => {
        expect(draw(text).replace(OWN, '')).not.toMatch(/[<>"]/);
      },
    ),
    { numRuns: 2_000 },
  );
  assert(property(string({ unit: 'grapheme' }), (text) => expect(draw(text).replace(OWN, '')).not.toMatch(/[<>"]/)));
});
