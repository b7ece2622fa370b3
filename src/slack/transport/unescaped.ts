/** Text that Slack has escaped, as it was typed. docs.slack.dev, "Formatting message text". */
export const unescaped = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
