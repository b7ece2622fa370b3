/** One person, bot or look-alike of a fictional company: `user name | real name | display name | title | more`. */
const KNOWN = `
ana.ruiz | Ana Ruiz | ana | Database engineer
ana.ruiz2 | Ana Ruíz | Ana R. | Recruiter
amruiz | Ana María Ruiz López | Ana María | Network engineer
alberto.ruiz | Alberto Ruiz || Account manager
jalvarez | José Álvarez | Pepe | Platform lead
jose.garcia | José García || Payments
jgarcia3 | Jose Garcia || Finance
joseluis | José Luis Garrido | Jose Luis | Storage
mjfernandez | María José Fernández || Support
joao.g | João Gonçalves | joaog | Mobile
joana.g | Joana Gonçalves || Mobile
inaki | Iñaki Etxeberría || SRE
raul.nunez | Raúl Núñez || Security
begona | Begoña Ibáñez | Bego | Legal
sean.obrien | Sean O'Brien | seano | Backend
conor | Conor O’Shea || Backend
siobhan | Siobhán Ní Bhriain || Data
olga.brien | Olga Brien || Design
marco.dangelo | Marco D’Angelo || Web
jlmoreau | Jean-Luc Moreau | JL | Infrastructure
luc.martin | Luc Martin || Infrastructure
elodie | Élodie Lefèvre || Product
asdubois | Anne-Sophie Dubois || Product
anne.dubois | Anne Dubois || Product
noel.c | Noël Chevalier || Analytics
juergen.m | Jürgen Möller || Mainframe
tmueller | Thomas Müller || Storage
thomas.mueller | Thomas Mueller || Sales
kstrauss | Klaus Strauß || Facilities
bweiss | Björn Weiß | bjoern | SRE
ulrike | Ulrike Groß || QA
soeren.k | Sören Köhler || QA
skjaer | Søren Kjærgaard || Cloud
asa | Åsa Lindström || Cloud
bjorno | Bjørn Ødegård || Cloud
oyvind | Øyvind Håland || Cloud
lukasz | Łukasz Wójcik | Lukasz | SRE
malgorzata | Małgorzata Dąbrowska | Gosia | SRE
djordje | Đorđe Petrović || Search
tomas.d | Tomáš Dvořák || Search
sule | Şule Yıldız || Search
isik | Işık Gündoğan || Search
ipek | İpek Çelik || Search
ilker | İlker Yılmaz || Search
nvan | Nguyễn Văn An || Mobile
nthi | Nguyễn Thị An || Mobile
bich | Trần Thị Bích || Mobile
sivanov | Сергей Иванов || Kernel
isergeev | Иван Сергеев || Kernel
asokolova | Анна Соколова | Anna Sokolova | Kernel
alena | Алёна Фёдорова || Kernel
dkozlov | Дмитрий Козлов | Dmitry Kozlov | Kernel
nikos | Νίκος Παπαδόπουλος || Kernel
ttanaka | 田中 太郎 | Taro Tanaka | Tokyo
hyamada | 山田花子 || Tokyo
wwei | 王伟 | Wei Wang | Shanghai
wei.wang2 | Wei Wang || Boston
mskim | 김민수 | Minsu Kim | Seoul
nakajima | ﾅｶｼﾞﾏ ｹﾝ || Tokyo
alireza | علی‌رضا رحیمی || Tehran
sarah.c | שרה כהן || Haifa
ramsharma | राम शर्मा || Pune
ramasharma | रमा शर्मा || Pune
rsmith | Robert Smith | Bob | Traffic
robsmithers | Robert Smithers || Traffic
bsmithson | Bob Smithson || Traffic
whughes | William (Bill) Hughes || Traffic
lwarner | Elizabeth Warner | Liz | Incident manager
daniela.b | Daniela Brown || Marketing
christine | Christine Lee || Marketing
ann.lee | Ann Lee || Compliance
anne.lee | Anne Lee || Compliance
annelise | Annelise Park || Compliance
jthomas | James Thomas || Edge
tjames | Thomas James || Edge
alison.park | Alison Parker || Edge
ali.son | Ali Son || Edge
mjwatson | Mary-Jane Watson | MJ | Edge
jrhartley | J. R. Hartley || Books
kmacd | Kevin MacDonald || Books
kmcd | Kevin McDonald || Books
sjackson | Samuel Jackson | Sam | Media
priya | Priya Natarajan (she/her) | priya (she/her) | Kubernetes
kimd | Kim Delacroix | Kim \\| SRE | SRE
tomasz | Tomasz Zając 🏖️ OOO | Tomasz 🏖️ | Kafka
cortega | Ortega, Carmen || Contractor desk
gwhitfield | Whitfield, George | George W. | Contractor desk
danabrandt | Dana M. Brandt | dba-dana | Database engineer
omar | Omar Castillo || Release
fatima | Fatima al-Zahra Haddad | Fatima | Release
xochitl | Xóchitl Hernández || Release
dr.vance | Dr. Eleanor Vance || Medical advisor
patel.r | Ravi Patel || CDN
patel.s | Sunita Patel || CDN
rpatel2 | Ravi Patel || Billing
mvandenberg | Maarten van den Berg || DNS
zdlc | Zoë de la Cruz || DNS
grace.chen | Grace Chen || Payments
ned | Ned Flanagan | neddy | Payments
tariq | Tariq Aziz Khan || VPN
imogen | Imogen Clarke-Hill || VPN
leo | Leonardo Bianchi | Leo | VPN
leona | Leona Strand || VPN
oncallbot2 | Bruno Ferraz || VPN | email=bruno+slack@harborline.example
hana | Hana Nováková || API | email=hana.novakova@harborline.example
lhoff.old | Lena Hoffmann || API | deactivated
lhoff | Lena Hoffmann || API
mkowalska | Marta Kowalska || API | deactivated
mknowak | Marta Kowalska-Nowak || Design
pgone | Peter Gonsalves || API | deactivated
ruth | Ruth Adler || Auditor | single guest, email=ruth@adler-audit.example
paolo | Paolo Conti || Agency | guest, email=paolo@studio-conti.example
paolo.c | Paolo Conti || Treasury
lvogt | Lena Vogt || Partner | external
lvmeier | Lena Vogt-Meier || Treasury
stan | Stan Olufsen || Partner | external
pagerduty | PagerDuty ||| bot
deploybot | Deploy Bot | deploys || bot
mallory1 | Mallory Finch | G\u200brace Chen | Intern
mallory2 | Mallory Pike | sre | Intern
mallory3 | Mallory Quill | here | Intern
mallory4 | \u202eNalla Ziur | \u0410na Ruiz | Intern
mallory5 | Mallory Stone | LONG | Intern
`;

/** More colleagues, who share first names with some of the others. */
const FIRST = ['Maria', 'James', 'Priya', 'Wei', 'Ana', 'Kevin', 'Sofia', 'Noah', 'Emma', 'Lucas', 'Mia', 'Ethan', 'Zara', 'Ivan', 'Lena'];
const LAST = [
  ...['Abbott', 'Bauer', 'Calloway', 'Duarte', 'Eriksen', 'Farouk', 'Grabowski', 'Hendricks', 'Iyer', 'Jankowski'],
  ...['Kapoor', 'Lindqvist', 'Marchetti', 'Nakagawa', 'Okafor', 'Pereira', 'Quintero', 'Rossi', 'Sandoval', 'Takahashi'],
];

export interface FictionalUser {
  readonly id: string;
  readonly name: string;
  readonly real_name: string;
  readonly team_id: string;
  readonly deleted: boolean;
  readonly is_bot: boolean;
  readonly is_restricted: boolean;
  readonly is_ultra_restricted: boolean;
  readonly profile: { readonly real_name: string; readonly display_name: string; readonly title: string; readonly email: string };
}

function userOf(name: string, realName: string, displayName: string, title: string, more: string, index: number): FictionalUser {
  const isBot = more.includes('bot');
  const isSingle = more.includes('single guest');
  const email = /email=(\S+)/.exec(more)?.[1] ?? `${name}@harborline.example`;
  return {
    id: `U${String(index).padStart(8, '0')}`,
    name,
    real_name: realName,
    team_id: more.includes('external') ? 'T-PARTNER' : 'T1',
    deleted: more.includes('deactivated'),
    is_bot: isBot,
    is_restricted: more.includes('guest'),
    is_ultra_restricted: isSingle,
    profile: {
      real_name: realName,
      display_name: displayName === 'LONG' ? 'x'.repeat(10_000) : displayName,
      title,
      email: isBot ? '' : email,
    },
  };
}

const known = KNOWN.trim()
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.replace('\\|', '|').trim()));
const filler = LAST.flatMap((last, row) =>
  FIRST.map((first) => [`${first}.${last}`.toLowerCase(), `${first} ${last}`, '', `Team ${row + 1}`, '']),
);

export const PEOPLE: readonly FictionalUser[] = [...known, ...filler].map(
  ([name = '', real = '', display = '', title = '', more = ''], index) => userOf(name, real, display, title, more, index),
);

export const GROUPS = [
  { id: 'S0000001', handle: 'sre', name: 'Site Reliability', members: ['inaki', 'lukasz'] },
  { id: 'S0000002', handle: 'payments', name: 'Payments on call', members: ['grace.chen'] },
  { id: 'S0000003', handle: 'dba', name: 'Database administrators', members: ['ana.ruiz', 'danabrandt'] },
  { id: 'S0000004', handle: 'front-end', name: 'Front-End Guild', members: ['marco.dangelo'] },
  { id: 'S0000005', handle: 'support-eu', name: 'Support', members: ['mjfernandez'] },
  { id: 'S0000006', handle: 'support-us', name: 'Support', members: ['omar'] },
  { id: 'S0000007', handle: 'old-ops', name: 'Old operations', members: ['omar'], date_delete: 1_700_000_000 },
];
