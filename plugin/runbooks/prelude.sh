# Start of every probe script: POSIX sh for the busybox of both Alpine and Debian. Neither has curl, jq, openssl or `nc -z`.
# The tools image has more programs but not busybox's, which are taken from the busybox in it, below.
# Debian's `wget -T` crashes. Alpine's `date` has no milliseconds, and its `nc` prints errors only with `-v`, which Debian's
# lacks. Both ssl_clients are the ones that wget uses for https; Alpine's checks certificates unless told not to. wget
# follows redirects anywhere and cannot be stopped from doing so, so every HTTP request goes through http_get.
#
# The worker has already looked up the target's name, and scripts must use its result: PROBE_LOOKUP (found, not_found,
# no_answer; empty for an address), PROBE_ADDRESSES, PROBE_LOOKUP_MS.
#
#   evidence LINE, recommend SENTENCE
#   cause KIND                   names what is wrong, for a verdict of fail or warn: not_listening, disk_full… (docs/runbooks.md)
#   verdict STATUS SUMMARY       prints the one line that the worker accepts, and exits
#   said FILE                    what the target itself says of its trouble, from which causes are read; at most 8000 bytes
#   clock                        milliseconds, in steps of ten
#   spent MS                     the milliseconds in words
#   http_get URL SECONDS         sets CODE (empty: no answer), TOOK, FAULT, REDIRECT (where to; it is not followed); the
#                                headers are in /tmp/http, the first 64 KiB of the body in /tmp/body
#   exchange HOST PORT SECONDS BYTES  sends its input; the first BYTES of the answer are in /tmp/answer, errors in /tmp/fault
#   tcp_connect HOST PORT SECONDS  sets TOOK, FAULT (empty: connected)
#   connect                      tcp_connect with HOST, PORT, SECONDS_TO_ANSWER from the environment; sets STATUS and REASON
#   judge FAULT HOST             sets STATUS and REASON
#   look_twice COMMAND           runs COMMAND, which sets STATUS and REASON; runs it again after a second if it fails
#   tls_hello MINOR HOST         prints a ClientHello for TLS 1.MINOR
#   sign NAME PATTERN SENTENCE   searches /tmp/alert; adds NAME to FOUND; write % for | in the extended pattern

# Commands run by timeout write to files, never into a pipe: busybox leaves a watcher behind that checks once a second and
# would hold the pipe open for that long.

set -u
EVIDENCE= RECOMMEND= REPRODUCED= SILENT= CAUSE=
if ! command -v nc > /dev/null && busybox=$(command -v busybox); then
  mkdir -p /tmp/busybox
  for applet in nc ssl_client timeout xxd; do ln -sf "$busybox" "/tmp/busybox/$applet"; done
  PATH=/tmp/busybox:$PATH
fi
NC=nc
if nc --help 2>&1 | grep -q -e '-v'; then NC='nc -v'; fi

clean() { tr '\t\r\n' '   ' | tr -d '\000-\037\177' | cut -c 1-300 | sed 's/\\/\\\\/g; s/"/\\"/g'; }
evidence() {
  [ -n "$1" ] || return 0
  EVIDENCE="$EVIDENCE${EVIDENCE:+,}\"$(printf '%s' "$1" | clean)\""
}
recommend() { RECOMMEND="$RECOMMEND${RECOMMEND:+,}\"$(printf '%s' "$1" | clean)\""; }
# What was printed before may not end its line.
said() { echo; head -c 8000 "$1" | tr -d '\000' | awk -v mark="$PROBE_NONCE-said" '{ print mark " " $0 }'; }
cause() { CAUSE=$(printf '%s' "$1" | clean); }
verdict() {
  printf '\n%s {"status":"%s","summary":"%s","evidence":[%s],"recommendations":[%s]%s%s%s}\n' "$PROBE_NONCE" "$1" \
    "$(printf '%s' "$2" | clean)" "$EVIDENCE" "$RECOMMEND" "${REPRODUCED:+,\"reproduced\":$REPRODUCED}" "${SILENT:+,\"silent\":true}" \
    "${CAUSE:+,\"cause\":\"$CAUSE\"}"
  exit 0
}

clock() {
  IFS='. ' read -r up_seconds up_centis up_rest < /proc/uptime
  echo $(((up_seconds * 100 + 1$up_centis - 100) * 10))
}

# One clock step is the shortest measurable time.
spent() { if [ "$1" -lt 10 ]; then echo 'under 10 ms'; else echo "$1 ms"; fi; }

http_get() {
  CODE= FAULT= REDIRECT= SILENT= unchecked=
  rest=${1#*://}
  authority=${rest%%[/?#]*}
  path=${rest#"$authority"}
  path=${path%%#*}
  case $path in /*) ;; *) path=/$path ;; esac
  case $authority in
    \[*) name=${authority#\[}; name=${name%%\]*}; port=${authority##*\]}; port=${port#:} ;;
    *:*) name=${authority%:*} port=${authority##*:} ;;
    *) name=$authority port= ;;
  esac
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: incident-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n' "$path" "$authority" > /tmp/request
  # nc gives the program it starts the connection as standard input and output; the answer goes to file descriptor 4: as it
  # comes, so that the part that came in time is known, and at most 160 blocks of 512 bytes.
  keep="trap '' XFSZ; ulimit -f 160; exec cat >&4 2> /dev/null"
  case $1 in
    https://*)
      port=${port:-443} speak="ssl_client \$1 -s 3 -n \"\$2\" 3<&0 < /tmp/request 2> /tmp/tls | { $keep; }"
      if ssl_client -h 2>&1 | grep -q -e '-I'; then unchecked=-I; fi ;;
    *) port=${port:-80} speak="cat /tmp/request; $keep" ;;
  esac
  : > /tmp/tls
  began=$(clock)
  timeout "$2" $NC "$name" "$port" -e sh -c "$speak" sh "$unchecked" "$name" 4> /tmp/answer > /dev/null 2> /tmp/fault < /dev/null
  ended=$?
  TOOK=$(($(clock) - began))
  sed '/^\r*$/q' /tmp/answer > /tmp/http
  sed '1,/^\r*$/d' /tmp/answer > /tmp/sent
  if grep -q -i '^ *transfer-encoding:.*chunked' /tmp/http; then whole < /tmp/sent; else cat /tmp/sent; fi | head -c 65536 > /tmp/body
  CODE=$(sed -n '1s/^HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' /tmp/http)
  case $CODE in 3??) REDIRECT=$(sed -n 's/^[Ll]ocation: *//p' /tmp/http | head -n 1 | tr -d '\r') ;; esac
  if [ "$ended" -ge 128 ]; then FAULT="no answer within $2 s"
  elif [ -z "$CODE" ]; then
    FAULT=$(cat /tmp/fault /tmp/tls | grep -v ' open$' | tail -n 1)
    FAULT=${FAULT:-no HTTP response}
  fi
  if [ "$ended" -ge 128 ] && [ -z "$CODE" ]; then SILENT=true; fi
}

# Without the sizes of its chunks, which stand anywhere in a body, also within a line.
whole() {
  while read -r size; do
    size=${size%%[!0-9a-fA-F]*}
    case $size in '' | 0) return ;; ?????*) size=14000 ;; esac
    dd bs="$((0x$size))" count=1 2> /dev/null
    read -r size
  done
}

tcp_connect() {
  FAULT= SILENT=
  began=$(clock)
  timeout "$3" $NC "$1" "$2" -e true > /tmp/tcp 2>&1 < /dev/null
  ended=$?
  TOOK=$(($(clock) - began))
  if [ "$ended" -ge 128 ]; then FAULT="no answer within $3 s" SILENT=true
  elif [ "$ended" -ne 0 ]; then FAULT=$(tail -n 1 /tmp/tcp); FAULT=${FAULT:-connection failed}; fi
}

exchange() {
  timeout "$3" nc "$1" "$2" > /tmp/exchanged 2> /tmp/fault
  head -c "$4" /tmp/exchanged > /tmp/answer
}

resolver_answers() {
  timeout 4 nslookup "$1" > /tmp/looked-up 2>&1 < /dev/null
  case $(cat /tmp/looked-up) in
    *"can't find"* | *Name:*) return 0 ;;
  esac
  return 1
}

judge() {
  STATUS=fail REASON=$1
  case $1 in
    *'bad address'*)
      cause name_not_found
      if [ "${PROBE_LOOKUP:-}" = not_found ]; then REASON="the name $2 does not resolve"
      elif [ "${PROBE_LOOKUP:-}" != no_answer ] && resolver_answers "$2"; then REASON="the name $2 does not resolve"
      else STATUS=unknown REASON="no name server answers the prober"; fi ;;
    *'Connection refused'*) cause not_listening; REASON='connection refused' ;;
    *'No route to host'* | *'Host is unreachable'*) cause unreachable; REASON='no route to host' ;;
    *'Network is unreachable'* | *'Network unreachable'*) STATUS=unknown REASON='the prober has no route to this address' ;;
    *'timed out'* | *'no answer within'*) cause no_answer ;;
    *TLS* | *ssl_client* | *handshake*) STATUS=unknown REASON="the prober's TLS client failed: $1" ;;
  esac
}

look_twice() {
  "$1"
  [ "$STATUS" = fail ] || return 0
  evidence "first attempt: $REASON"
  sleep 1
  "$1"
  case $STATUS in
    fail) REPRODUCED=true ;;
    ok | warn)
      CAUSE=
      recommend 'Investigate again in a few minutes. If the failure comes back, read the log of the target.'
      verdict warn "Failed once, then worked: $REASON"
      ;;
  esac
}

connect() {
  tcp_connect "$HOST" "$PORT" "$SECONDS_TO_ANSWER"
  if [ -z "$FAULT" ]; then STATUS=ok REASON="connected in $(spent "$TOOK")"; else judge "$FAULT" "$HOST"; fi
}

# The whole answer to INFO is in /tmp/answer; a Redis that does not give it ends the probe.
redis_info() {
  printf 'INFO everything\r\nQUIT\r\n' | exchange "$1" "$2" "$3" 65536
  case $(head -c 1 /tmp/answer) in
    '$') return 0 ;;
    -)
      said=$(head -n 1 /tmp/answer | tr -d '\r')
      evidence "$said"
      verdict unknown "Redis does not give its figures: ${said#-}" ;;
    '') tcp_connect "$1" "$2" "$3"
      if [ -n "$FAULT" ]; then judge "$FAULT" "$1"; else REASON='it accepts the connection but sends nothing'; fi
      verdict unknown "Redis does not answer: $REASON" ;;
    *) verdict unknown 'The server answers, but is not Redis' ;;
  esac
}
field() { sed -n "s/^$1:\([^\r]*\).*/\1/p" /tmp/answer | head -n 1; }
# The secret that the runbook names; empty if the worker has none.
secret() {
  eval "file=\${$1_FILE:-}"
  if [ -n "$file" ]; then cat "$file"; fi
}
megabytes() { echo "$(($1 / 1048576)).$(($1 % 1048576 * 10 / 1048576)) MB"; }

# The metrics of these collectors of a node exporter, in /tmp/body.
node_metrics() {
  wanted=$(printf '&collect[]=%s' "$@")
  http_get "http://$HOST:$PORT/metrics?${wanted#&}" 6
  if [ -z "$CODE" ]; then judge "$FAULT" "$HOST"; verdict unknown "No figures: $REASON"; fi
  if [ "$CODE" != 200 ]; then verdict unknown "No figures: HTTP $CODE"; fi
  grep -q '^node_' /tmp/body || verdict unknown 'The server answers, but is not a node exporter'
}

# Both set DNS_STATUS (NOERROR, SERVFAIL…; silent: no answer); the whole answer is in /tmp/dig.
dig_resolver() {
  dig ${RESOLVER:+"@$RESOLVER"} -p "${PORT:-53}" +time=2 +tries=2 "$@" > /tmp/dig 2>&1
  dns_status
}
# Of an authoritative server. Names lead anywhere, so addresses that probes never contact are not asked.
dig_server() {
  case $1 in
    127.* | 0.* | 169.254.* | 22[4-9].* | 2[3-5]?.* | ::* | fe80:* | ff*) DNS_STATUS=silent; : > /tmp/dig; return ;;
  esac
  dig "@$1" +time=2 +tries=2 +norecurse "$2" "$3" > /tmp/dig 2>&1
  dns_status
}
dns_status() {
  DNS_STATUS=$(sed -n 's/^;; ->>HEADER<<- .*status: \([A-Z]*\),.*/\1/p' /tmp/dig | tail -n 1)
  DNS_STATUS=${DNS_STATUS:-silent}
}
# The name servers of a zone in the last answer, each with its IPv4 address: from the answer itself, or by another question.
servers_in() {
  cp /tmp/dig /tmp/named
  awk -v zone="$1." 'tolower($1) == tolower(zone) && $4 == "NS" { print $5 }' /tmp/named | sort -u > /tmp/names
  while read -r server; do
    address=$(awk -v name="$server" 'tolower($1) == tolower(name) && $4 == "A" { print $5; exit }' /tmp/named)
    if [ -z "$address" ]; then dig_resolver "$server" A; address=$(awk '$4 == "A" { print $5; exit }' /tmp/dig); fi
    if [ -n "$address" ]; then echo "${server%.} $address"; fi
  done < /tmp/names
}

# Ends the probe if nobody can log in. A server that turns everybody away is the business of database-answers.
postgres_login() {
  PGPASSWORD=$(secret "$1")
  export PGPASSWORD PGHOST="$HOST" PGPORT="$PORT" PGCONNECT_TIMEOUT=4 PGAPPNAME=incident-probe PGOPTIONS='-c statement_timeout=8000 -c lock_timeout=2000'
  [ -n "$PGPASSWORD" ] || verdict unknown "Nothing was read: the worker has no secret $1"
  postgres 'SELECT 1' > /dev/null && return 0
  case $SAID in
    *'password authentication failed'* | *'no password supplied'* | *'does not exist'* | *pg_hba.conf*) evidence "$SAID"; verdict unknown "Nothing was read: the server does not let the user $PGUSER in" ;;
    *'too many clients'* | *'remaining connection slots'*) evidence "$SAID"; no_connection_left 'max_connections' ;;
    *) evidence "$SAID"; verdict unknown "Nothing was read: $SAID" ;;
  esac
}
# GET of RabbitMQ's management API, in /tmp/body.
rabbitmq() {
  password=$(secret "$1")
  [ -n "$password" ] || verdict unknown "Nothing was read: the worker has no secret $1"
  case $HOST in *:*) host="[$HOST]" ;; *) host=$HOST ;; esac
  CODE=$(printf 'user = "%s:%s"' "$LOGIN" "$password" | curl -s -K - --max-time 6 -o /tmp/body -w '%{http_code}' "http://$host:$API_PORT$2")
  case $CODE in
    200) return 0 ;;
    000) verdict unknown "Nothing was read: the management plugin does not answer on port $API_PORT" ;;
    401) verdict unknown "Nothing was read: the broker does not let the user $LOGIN in" ;;
    *) evidence "$(head -c 300 /tmp/body)"; verdict unknown "Nothing was read: HTTP $CODE from the management plugin" ;;
  esac
}
no_connection_left() {
  cause connections_exhausted
  recommend 'Find the client with the most connections, and restart it or end its idle ones. Then limit its pool.'
  verdict fail "The server turns logins away: every connection is taken ($1)"
}
postgres() {
  psql -XAtq -F '|' -v ON_ERROR_STOP=1 -c "$1" 2> /tmp/said && return 0
  SAID=$(head -n 1 /tmp/said)
  return 1
}

mysql_login() {
  MYSQL_PWD=$(secret "$1")
  export MYSQL_PWD
  [ -n "$MYSQL_PWD" ] || verdict unknown "Nothing was read: the worker has no secret $1"
  query 'SELECT 1' > /dev/null && return 0
  evidence "$SAID"
  case $SAID in
    *'Too many connections'*) no_connection_left 'max_connections' ;;
    *'Access denied'*) verdict unknown "Nothing was read: the server does not let the user $LOGIN in" ;;
    *) verdict unknown "Nothing was read: $SAID" ;;
  esac
}
# Columns are separated by tabs.
query() { named_query "$1" -BN; }
named_query() {
  mysql --no-defaults -h "$HOST" -P "$PORT" -u "$LOGIN" --connect-timeout=4 ${2:-} -e "$1" 2> /tmp/said && return 0
  SAID=$(head -n 1 /tmp/said)
  return 1
}

FOUND=
sign() {
  pattern=$(printf '%s' "$2" | tr '%' '|')
  line=$(grep -i -m 1 -E -e "$pattern" /tmp/alert) || return 0
  FOUND="$FOUND${FOUND:+, }$1"
  evidence "$1: ${line#known error [a-z_]*: }"
  recommend "$3"
}

octal() { printf '\\%03o' "$@"; }
bytes16() { octal $(($1 / 256)) $(($1 % 256)); }
tls_hello() {
  name=
  case $2 in
    *[!0-9.]*) name="$(bytes16 0)$(bytes16 $((${#2} + 5)))$(bytes16 $((${#2} + 3)))$(octal 0)$(bytes16 ${#2})$2"; extra=$((${#2} + 9)) ;;
    *) extra=0 ;;
  esac
  # Groups, point formats, signature algorithms: 12 + 6 + 26 bytes.
  lists='\000\012\000\010\000\006\000\035\000\027\000\030\000\013\000\002\001\000\000\015\000\026\000\024\004\003\005\003\006\003\010\004\010\005\010\006\004\001\005\001\006\001\002\001'
  suites='\300\057\300\060\300\053\300\054\314\250\314\251\300\023\300\024\300\011\300\012\000\234\000\235\000\057\000\065'
  # Version, 32 random bytes, no session, 14 suites, no compression, extensions.
  length=$((2 + 32 + 1 + 2 + 28 + 2 + 2 + 44 + extra))
  printf "\026\003\001$(bytes16 $((length + 4)))\001\000$(bytes16 $length)\003$(octal $(($1 + 1)))"
  head -c 32 /dev/urandom
  printf "\000$(bytes16 28)$suites\001\000$(bytes16 $((44 + extra)))$name$lists"
  # Sends an alert right after it, so that the server answers the hello and then hangs up instead of waiting for more.
  printf '\025\003\003\000\002\001\000'
}
