import { ZABBIX } from './zabbix';

const envelope = {
  specversion: '1.0',
  id: 'A234-1234',
  source: '/sensors/plant-4',
  type: 'com.example.alert.raised',
  subject: 'pump-2',
  time: '2026-11-23T22:00:00Z',
  datacontenttype: 'application/json',
};
const alert = { title: 'Pump 2 has no pressure', severity: 'high', fingerprint: 'pump-2-pressure' };

export const CLOUDEVENTS = {
  'a generic alert': { ...envelope, data: alert },
  'its end, told by the type': { ...envelope, id: 'A234-1235', type: 'com.example.alert.resolved', data: alert },
  'a vendor’s alert': { ...envelope, subject: undefined, data: ZABBIX.problem },
  'data as text': { ...envelope, data: JSON.stringify(alert) },
  'data as bytes': { ...envelope, data_base64: btoa(JSON.stringify(alert)) },
  'no data': envelope,
  'plain text': { ...envelope, datacontenttype: 'text/plain', data: 'the pressure is 0.2 bar' },
  batch: [
    { ...envelope, data: alert },
    {
      ...envelope,
      id: 'A234-1236',
      subject: 'pump-3',
      data: { ...alert, title: 'Pump 3 leaks', severity: 'critical', fingerprint: 'pump-3-leak' },
    },
  ],
} as const;
