import { BETTERSTACK } from './betterstack';
import { CLOUDEVENTS } from './cloudevents';
import { DYNATRACE } from './dynatrace';
import { GRAYLOG } from './graylog';
import { KIBANA } from './kibana';
import { KUBERNETES } from './kubernetes';
import { CHECKMK, ICINGA, NAGIOS } from './nagios';
import { PINGDOM } from './pingdom';
import { UPTIME_KUMA } from './uptime-kuma';
import { UPTIMEROBOT } from './uptimerobot';
import { ZABBIX } from './zabbix';

/** Payloads modelled on the vendors' documentation, by source and by what they are. */
export const SAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  betterstack: BETTERSTACK,
  checkmk: CHECKMK,
  cloudevents: CLOUDEVENTS,
  dynatrace: DYNATRACE,
  graylog: GRAYLOG,
  icinga: ICINGA,
  kibana: KIBANA,
  kubernetes: KUBERNETES,
  nagios: NAGIOS,
  pingdom: PINGDOM,
  'uptime-kuma': UPTIME_KUMA,
  uptimerobot: UPTIMEROBOT,
  zabbix: ZABBIX,
};
