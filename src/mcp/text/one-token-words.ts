/** Common words that are one token in cl100k, after a space or a quotation mark, with a small or a capital first letter. */
export const ONE_TOKEN_WORDS: ReadonlySet<string> = new Set(
  `about above according account action actions active actual added address after again against agent alert all allowed almost
   already also always amount and another answer answers any api application are area around ask attempt auth available average
   away back backup bad balance based because been before being below best better between big block blocked both branch break
   broken browser buffer build bug bytes cache call called can cannot capacity cause certificate change changed changes channel
   chart check checked checks child class clean clear client close closed cluster code command comment commit common complete
   component condition config configuration connect connected connection connections contact container containers content context
   control copy core correct could count create created critical current customer customers daily dashboard data database date day
   days dead debug default delay deleted deploy deployment description detail details device did different direct disk does domain
   done down due during each early edge email empty end engine entry environment error errors even event events every everyone
   everything example exception exit expected external extra fail failed failure false fast file files find finding first fix fixed
   flag follow following for form found free from full gateway general get given global good got group groups half hand has have
   having headers health healthy help here high higher history hold host hour hours how however http idle image include increase
   index info information inside instance instances instead internal into invalid issue its job jobs join just keep key keys kind
   know known label labels large last late later latest lead least leave left length less level levels like limit limits line lines
   link links list listen little load local lock log logs long look looks loss lost low lower machine made main major make many
   mark master match matches maximum may mean means memory message messages method metric metrics middle minor minute minutes
   missing mode model monitor month more most mount move much must name named names near need needed needs network never new news
   next node nodes none normal not note notes nothing now number numbers object off offline often old once one online only open
   operation option order other our out output over own owner pack package page pages paid parent part parts password path paths
   payment payments peak pending people per percent performance period person phone place plan platform please plus point policy
   pool port ports possible post power present primary private probe problem process processing product production progress project
   provider proxy public queries query question queue quick range rate reach ready reason recent record region release released
   remote remove removed report reports request requests required reset resource resources response responses rest restart result
   results retry return returns right role roles room root route rule rules run running runs safe same save say schedule score
   script search second secondary seconds section secure security see seen send sent serial series server servers service services
   session set settings severity shared short should show shows side signal simple since single site size slow small software some
   someone something soon source space specific speed stack standard start started state status step steps still stop storage store
   stream string summary support system systems table target targets task tasks team teams temporary test tests text than that the
   their them then there these they thing things this those though thread three through time timeline times title today token
   tokens too tool tools top total traffic transaction true try turn two type under unique unit unknown until update updated
   updates upload usage use used user users using valid value values verified version versions very via view wait waiting want
   warning was watch way web week well were what when where whether which while who whole why will window with within without word
   words work worker workers working works would write written wrong year years yes yet you your zero zone`.split(/\s+/),
);
