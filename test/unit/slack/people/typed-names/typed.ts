/**
 * What people type to name someone, and whom they mean: a user name, an `@group`, `nobody` (no one who can be paged), or
 * `ambiguous` (a person who reads it would have to ask back). `{ana.ruiz}` stands for that person's user id.
 */
const LINES = `
sean.obrien@harborline.example → sean.obrien
SEAN.OBRIEN@Harborline.Example → sean.obrien
omar+oncall@harborline.example → omar
bruno@harborline.example → oncallbot2
bruno+pager@harborline.example → oncallbot2
hana.novakova+api@harborline.example → hana
Omar Castillo <omar@harborline.example> → omar
"Castillo, Omar" <omar@harborline.example> → omar
omar@harborline.example (Omar Castillo) → omar
<mailto:omar@harborline.example|omar@harborline.example> → omar
Omar Castillo &lt;<mailto:omar@harborline.example|omar@harborline.example>&gt; → omar
Omar Castillo <mailto:omar@harborline.example|omar@harborline.example> → omar
"Omar Castillo <mailto:omar@harborline.example|omar@harborline.example>" → omar
"Omar Castillo" <mailto:omar@harborline.example|omar@harborline.example> → omar
<mailto:omar@harborline.example|omar@harborline.example> (Omar Castillo) → omar
mailto:omar@harborline.example → omar
omar＠harborline.example → omar
omar@harborline.example, → omar
ruth@adler-audit.example → ruth
paolo@studio-conti.example → paolo
sean.o.brien@harborline.example → sean.obrien
omar@other-company.example → nobody
grace.chen@gmail.example → nobody
mkowalska@harborline.example → nobody
pagerduty@harborline.example → nobody
lvogt@harborline.example → nobody
raul.nunez@harborline.example → raul.nunez
imogen@harborline.example → imogen
Bianchi <leo@harborline.example> → leo
Leona Strand <leonardo@harborline.example> → nobody
<@{omar}> → omar
<@{omar}|omar> → omar
<@{ana.ruiz2}|ana.ruiz2> → ana.ruiz2
{xochitl} → xochitl
@{xochitl} → xochitl
<@{pagerduty}|pagerduty> → nobody
<@{mkowalska}> → nobody
<@{lvogt}|lvogt> → nobody
<@U99999999> → nobody
<!subteam^S0000001|@sre> → @sre
<!subteam^S0000003> → @dba
<!subteam^S0000007|@old-ops> → nobody
<!subteam^S9999999|@gone> → nobody
@sre → @sre
@SRE → @sre
sre → ambiguous
@dba → @dba
Database administrators → @dba
@front-end → @front-end
@frontend → @front-end
Front End Guild → @front-end
front‑end → @front-end
site reliability → @sre
@payments → @payments
Support → ambiguous
@support-eu → @support-eu
@old-ops → nobody
Old operations → nobody
<!here> → nobody
@here → nobody
@channel → nobody
<!everyone> → nobody
<#C0123ABC|payments> → nobody
@ana.ruiz → ana.ruiz
ana.ruiz → ana.ruiz
@ana → ana.ruiz
Ana R. → ana.ruiz2
Ana Ruiz → ambiguous
ana ruíz → ambiguous
Ruiz, Ana → ambiguous
RUIZ → ambiguous
Ana María Ruiz → amruiz
Ruiz López, Ana María → amruiz
ana maria ruiz lopez → amruiz
Alberto Ruiz → alberto.ruiz
Ruiz Alberto → alberto.ruiz
A. M. Ruiz → amruiz
Аna Ruiz → mallory4
Jose Alvarez → jalvarez
JOSÉ ÁLVAREZ → jalvarez
Álvarez, José → jalvarez
pepe → jalvarez
José García → ambiguous
@jgarcia3 → jgarcia3
Jose Luis Garrido → joseluis
José Luis → joseluis
maria jose fernandez → mjfernandez
Fernández → mjfernandez
Joao Goncalves → joao.g
gonçalves → ambiguous
Joana Gonçalves → joana.g
Iñaki → inaki
Inaki Etxeberria → inaki
Nunez → raul.nunez
Bego → begona
Ibáñez, Begoña → begona
O'Brien → sean.obrien
O’Brien → sean.obrien
Obrien → sean.obrien
Sean OBrien → sean.obrien
Sean O Brien → sean.obrien
O'Brien, Sean → sean.obrien
O. Brien → ambiguous
Olga Brien → olga.brien
Conor O'Shea → conor
O´Shea → conor
Siobhan Ni Bhriain → siobhan
D'Angelo → marco.dangelo
Marco Dangelo → marco.dangelo
Jean-Luc Moreau → jlmoreau
Jean Luc Moreau → jlmoreau
JeanLuc Moreau → jlmoreau
Moreau, Jean‑Luc → jlmoreau
JL → jlmoreau
Luc Martin → luc.martin
Martin, Luc → luc.martin
Luc, Martin → nobody
Luc Moreau → jlmoreau
Elodie Lefevre → elodie
Anne Sophie Dubois → asdubois
Anne Dubois → anne.dubois
Dubois → ambiguous
Noel Chevalier → noel.c
Jürgen Möller → juergen.m
Juergen Moeller → juergen.m
Jurgen Moller → juergen.m
Moeller → juergen.m
Juergen Moller → juergen.m
Thomas Müller → ambiguous
Thomas Mueller → ambiguous
@tmueller → tmueller
Klaus Strauss → kstrauss
STRAUẞ → kstrauss
Bjoern Weiss → bweiss
Ulrike Gross → ulrike
Soeren Koehler → soeren.k
Soren Kjaergaard → skjaer
Aasa Lindström → asa
Asa Lindstrom → asa
Bjorn Odegard → bjorno
Oyvind Haaland → oyvind
Lukasz Wojcik → lukasz
Gosia → malgorzata
Dabrowska → malgorzata
Dorde Petrovic → djordje
tomas dvorak → tomas.d
Sule Yildiz → sule
ISIK GUNDOGAN → isik
IŞIK GÜNDOĞAN → isik
ipek celik → ipek
İLKER YILMAZ → ilker
Ilker Yilmaz → ilker
Nguyen Van An → nvan
Văn An Nguyễn → nvan
Nguyen → ambiguous
Tran Thi Bich → bich
сергей иванов → sivanov
Иванов Сергей → sivanov
Иван Сергеев → isergeev
Anna Sokolova → asokolova
Соколова → asokolova
Алена Федорова → alena
Dmitry Kozlov → dkozlov
Sergey Ivanov → sivanov
ΝΙΚΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ → nikos
田中太郎 → ttanaka
田中　太郎 → ttanaka
田中 → ttanaka
Tanaka Taro → ttanaka
山田 花子 → hyamada
王伟 → wwei
Wei Wang → ambiguous
김민수 → mskim
Kim Minsu → mskim
ナカジマ ケン → nakajima
علیرضا رحیمی → alireza
שרה כהן → sarah.c
राम शर्मा → ramsharma
रमा शर्मा → ramasharma
Bob Smith → rsmith
Robert Smith → rsmith
@Bob → rsmith
R. Smithers → robsmithers
Bill Hughes → whughes
William Hughes → whughes
Liz Warner → lwarner
E. Warner → lwarner
Dan Brown → nobody
Chris Lee → nobody
Annie Lee → nobody
Ann Lee → ann.lee
Annelee → nobody
James Thomas → jthomas
Thomas, James → jthomas
Thomas James → tjames
Alison → alison.park
Mary Jane Watson → mjwatson
J.R. Hartley → jrhartley
Jhon Hartley → jrhartley
Kevin McDonald → kmcd
Kevin Macdonald → kmacd
McDonnell → nobody
Sam Jackson → sjackson
Priya Natarajan → priya
Kim Delacroix → kimd
Tomasz Zajac → tomasz
Carmen Ortega → cortega
George Whitfield → gwhitfield
Dana Brandt → danabrandt
Fatima Haddad → fatima
Xochitl → xochitl
Eleanor Vance → dr.vance
Dr Vance → dr.vance
Ravi Patel → ambiguous
Sunita → patel.s
van den Berg → mvandenberg
Vandenberg → mvandenberg
Zoe de la Cruz → zdlc
Grace Chen → ambiguous
Leo → leo
Leonardo → leo
Khan, Tariq → tariq
Imogen Clarke Hill → imogen
Imogen Clark-Hill → imogen
Lena Hoffmann → lhoff
Marta Kowalska → nobody
Peter Gonsalves → nobody
Paolo Conti → ambiguous
Ruth Adler → ruth
Lena Vogt → nobody
Lena Vogt-Meier → lvmeier
Stan Olufsen → nobody
PagerDuty → nobody
Priya → ambiguous
Noah Okafor → noah.okafor
okafor, zara → zara.okafor
Mia → ambiguous
platform → nobody
on-call engineer → nobody
Zaphod Beeblebrox → nobody
`;

/** Each as typed, with whom it means. */
export const TYPED: readonly (readonly [typed: string, meant: string])[] = LINES.trim()
  .split('\n')
  .map((line) => {
    const at = line.lastIndexOf(' → ');
    return [line.slice(0, at), line.slice(at + 3)] as const;
  });
