import { renderDeclareForm } from '../../../slack/interactivity/modals/declare-form';
import { FORMS, type FormName, renderForm } from '../../../slack/interactivity/modals/forms';
import { renderQuoteForm } from '../../../slack/interactivity/modals/quote-form';
import type { ShownModal } from '../draw/modal';
import { withBlockIds } from '../slack-json';

const METADATA = { incidentId: 'PROD-20260305-001', channelId: 'C1', responseUrl: null };
const NOTE = 'The pool is exhausted; restarting db-1.';
const INCIDENTS = [{ incidentId: 'PROD-20260305-001', title: 'Checkout returns 500' }];

type Sent = Pick<ShownModal, 'title'> & Partial<Pick<ShownModal, 'submit' | 'close'>> & { readonly blocks: unknown };

const shown = ({ title, submit = null, close = null, blocks }: Sent): ShownModal => ({
  id: 'V1',
  hash: '1',
  title,
  submit,
  close,
  blocks: withBlockIds(blocks),
});

const quote = renderQuoteForm(METADATA, 'It began with the deployment at 14:20.', INCIDENTS);

/** Every modal, by name: those that give a command, then the others. */
export const MODALS: Readonly<Record<string, ShownModal>> = {
  ...Object.fromEntries((Object.keys(FORMS) as FormName[]).map((name) => [name, shown(renderForm(name, METADATA, NOTE))])),
  declare: shown(renderDeclareForm({ ...METADATA, incidentId: null }, 'Checkout returns 500')),
  ...(quote === null ? {} : { quote: shown(quote) }),
};
