import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { withTimeLimit } from '../http/time-limit';
import { PAGE_SOURCE } from '../incident/alerts/own-page';
import { PAGE_LIMIT_MS } from './call-service';
import { refusedByMail } from './map-error';
import { NotifyError } from './notify-error';
import { headlineOf, linksOf, reasonWords } from './page-words';
import type { Page, PageEnd, PageReceipt, Pager, Secret } from './port';

const MAX_SUBJECT = 200;

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the start; `starttls`: TLS or no mail at all; `none`: unencrypted. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly from: string;
  /** Who gets every page; if empty, the people whom the page is for. */
  readonly to: readonly string[];
  readonly user?: string | undefined;
  readonly secret: Secret;
}

interface Mail {
  readonly key: string;
  readonly incidentId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/**
 * Email over SMTP, by nodemailer: https://nodemailer.com/smtp and RFC 5321.
 *
 * SMTP cannot tell a repetition. So the Message-ID is made from the page's key, the same in each attempt: mail systems that
 * drop a message they already have, drop it, and others show two with one id. An answer lost after the message was sent is
 * such a case. An address that the server refuses while it takes the others is reported, and not tried again.
 *
 * Mail cannot be taken back, so an acknowledgement and a resolution are further messages of the same thread.
 */
export function createEmailPager(settings: MailSettings): Pager {
  const service = `The mail server ${settings.host}:${settings.port}`;
  const send = async (mail: Mail, signal: AbortSignal | undefined): Promise<PageReceipt> => {
    if (mail.to.length === 0) {
      const remedy = 'No mail was sent. Set `to` for this pager, or page people by their email addresses.';
      throw new NotifyError({
        code: 'notify_no_recipient',
        message: `${service}: there is no address to send to`,
        retryable: false,
        remedy,
      });
    }
    const attempt = (secret: string): Promise<PageReceipt> =>
      sendOnce(settings, mail, secret, signal).catch((error: unknown) => {
        // A server may quote the command, which holds both in one text (RFC 4616).
        throw refusedByMail(service, error, [secret, `\0${settings.user ?? ''}\0${secret}`]);
      });
    const value = settings.secret.value();
    return attempt(value).catch((error: unknown) => {
      const renewed = settings.secret.refresh();
      if (!(error instanceof NotifyError) || error.code !== 'notify_credentials' || renewed === value) throw error;
      return attempt(renewed);
    });
  };
  const toOf = (recipients: readonly string[]): readonly string[] => (settings.to.length > 0 ? settings.to : recipients);
  const end = async (about: PageEnd, status: string, signal: AbortSignal | undefined): Promise<void> => {
    const { key, incidentId, recipients } = about;
    const subject = `${incidentId}: ${status}`;
    await send({ key, incidentId, to: toOf(recipients), subject, text: `The incident ${incidentId} was ${status}.` }, signal);
  };
  return {
    ...(settings.to.length === 0 ? { needsRecipients: true as const } : {}),
    page: (page, signal) => send({ ...pageMail(page), to: toOf(page.recipients) }, signal),
    acknowledge: (about, signal) => end(about, 'acknowledged', signal),
    resolve: (about, signal) => end(about, 'resolved', signal),
  };
}

function pageMail(page: Page): Omit<Mail, 'to'> {
  const { key, incidentId, severity, reason } = page;
  const links = linksOf(page).map(({ text, href }) => `${text}: ${href}`);
  const text = [`${incidentId} (${severity})`, reasonWords(reason), ...links].join('\n');
  return { key, incidentId, subject: headlineOf(page, MAX_SUBJECT), text };
}

/** One connection for each message, so that no broken one is used again. */
async function sendOnce(settings: MailSettings, mail: Mail, secret: string, signal: AbortSignal | undefined): Promise<PageReceipt> {
  const { host, port, tls, from, user } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: secret } }),
    connectionTimeout: PAGE_LIMIT_MS,
    greetingTimeout: PAGE_LIMIT_MS,
    socketTimeout: PAGE_LIMIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '');
  const thread = messageId(mail.incidentId, domain);
  return withTimeLimit(PAGE_LIMIT_MS, signal, async (limited) => {
    const sent = transport.sendMail({
      from,
      to: [...mail.to],
      subject: mail.subject,
      text: mail.text,
      messageId: messageId(mail.key, domain),
      references: thread,
      // Automatic replies are not sent to automatic mail (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Incident-Id': mail.incidentId, 'X-Incident-Source': PAGE_SOURCE },
    });
    const { rejected } = await Promise.race([sent, over(limited)]).finally(() => transport.close());
    return { refused: rejected };
  });
}

function messageId(key: string, domain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

function over(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
