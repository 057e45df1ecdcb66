/*
 * Steps 1 to 10 of "Refresh" in docs/flows.md, for spin(1). docs/model.md says how to read and run this.
 *
 * One login. Its refresh tokens are numbers: the server begins with 1, and each rotation gives out the next one. A step of
 * a process is one statement or one `atomic`. Between two of them any other process may go on for as long as it likes:
 * that is what a paused process, a slow disk and a slow network look like from outside. A kill ends a process between any
 * two of its steps (`unless`).
 *
 * What may go wrong is counted: KILLS, STOPS, NET, DISK, SPENT. So every run of the model ends, and "nobody waits for ever"
 * is that nobody is left waiting at its end, and that there is no cycle.
 */

#ifndef CALLERS
#define CALLERS 2 /* commands that want a token, each a process of its own; one more comes when all is quiet */
#endif
#ifndef PATHS
#define PATHS 1   /* ways to reach the one registry, each with a lock file of its own */
#endif
#ifndef KILLS
#define KILLS 1   /* of callers and workers */
#endif
#ifndef STOPS
#define STOPS 0   /* of the first caller's worker, which is perhaps never continued */
#endif
#ifndef NET
#define NET 1     /* requests that never arrive, or whose answer does not */
#endif
#ifndef DISK
#define DISK 0    /* writes that fail */
#endif
#ifndef SPENT
#define SPENT 0   /* how often an access token ends; the first one has ended before */
#endif
/* -DGRACE: the server takes the token it took last once more. -DGRACE_ENDS: at some moment it does so no longer. */

#define N (CALLERS + 1)
#define TOKENS (N * 3 + 3)
#define path(i) ((i) % PATHS)

/* The registry: the row of the login, and its intent, which is always of the row's generation here. */
byte row_generation;
byte row_token = 1;
bool row_fresh;           /* its access token is good */
byte row_state;
#define ACTIVE 0
#define SUSPECT 1
#define LOGIN_REQUIRED 2
bool intent;
bool replayed;            /* the intent's token was sent again before */

/* The login's spool file; 0: nothing in it. */
#ifdef TWO_SPOOLS
#define SPOOLS PATHS
#else
#define SPOOLS 1
#endif
#define spool(i) ((i) % SPOOLS)
byte spool_token[SPOOLS];
byte spool_generation[SPOOLS];
#define is_kept(i) (spool_token[spool(i)] != 0 && spool_generation[spool(i)] == row_generation)

/* The kernel's locks. */
byte lock[PATHS];         /* on the lock file: how many processes share the descriptor that has it */
bool life;                /* on the registry's own inode: its worker lives */

/* The authorization server. */
byte current = 1;         /* the token it will take */
byte previous;            /* the one it gave `current` for */
bool family = true;       /* false: revoked, because a token was used twice */
bool in_grace;
byte orphan;              /* a request under way whose sender has gone */

/* The connection of each worker, as its socket shows it. */
#define CLOSED 0
#define ASKED 1
#define SILENT 2          /* nothing will ever come */
#define PAIR 3            /* from here on there is something to read */
#define REFUSED 4         /* invalid_grant */
#define GATEWAY 5         /* 502, or 503 without Retry-After: the request may have been acted on */
#define RESET 6
#define TURNED_AWAY 7     /* 429, no connection: certainly not acted on */
#define readable(i) (connection[i] >= PAIR)
byte connection[N];
byte sent_token[N];
byte answered_pair[N];

/* The processes: a caller and its worker have the same number. */
#define NONE 0
#define GIVEN 1
#define BROKEN_OFF 2      /* the caller died before the order was written */
byte order[N];
bool told[N];             /* the worker's report */
bool caller_runs[N];
bool worker_runs[N];
bool kill_caller[N];
bool kill_worker[N];
bool stopped[N];
byte in_hand[N];          /* a pair that a worker has in memory and nowhere else */

byte kills = KILLS;
byte stops = STOPS;
byte net = NET;
byte disk = DISK;
byte spent = SPENT;

/* What nobody but the model knows. */
bool unanswered[TOKENS];  /* sent, and what became of it never told for certain */
bool killed_in_window;    /* a worker died between the server's commit and its own */
bool answer_lost;         /* the network has swallowed an answer, or a request came when nobody waited for it any more */
bool too_late;            /* such a request came after two more rotations */
#ifdef TIMER_WINS
bool was_stopped[N];      /* and continued when its deadline was over and its answer there */
#endif

#define fails disk > 0 -> disk--

#ifdef NO_PATIENCE
#define patience false
#else
#define patience true     /* 65 s, or the watchdog's time, can be over at any moment */
#endif

/* ---- The authorization server ---- */

/* What it makes of a token: PAIR or REFUSED. */
inline serve(token, answer) {
  if
  :: family && token == current ->
    previous = token;
    current++;
#ifdef GRACE
    in_grace = true;
#endif
    answer = PAIR
  :: family && token == previous && in_grace -> answer = PAIR
  :: else ->
    /* Safety: only chance has a token used twice. Where there is a grace that lasts, not even that costs a login. */
    assert(!family || killed_in_window || answer_lost);
#if defined(GRACE) && !defined(GRACE_ENDS)
    assert(!family || too_late);
#endif
    family = false;
    answer = REFUSED
  fi
}

inline answer_request(i) {
  if
  :: serve(sent_token[i], connection[i]);
    if
    :: connection[i] == PAIR -> answered_pair[i] = current; printf("server: takes token %d, gives %d\n", sent_token[i], current)
    :: else -> printf("server: refuses token %d\n", sent_token[i])
    fi
  :: net > 0 ->
    /* It is acted on, and what it said gets lost. */
    net--;
    serve(sent_token[i], connection[i]);
    answer_lost = true;
    printf("server: acts on token %d, and its answer is lost\n", sent_token[i]);
    if :: connection[i] = SILENT :: connection[i] = RESET :: connection[i] = GATEWAY fi
  :: net > 0 ->
    net--;
    printf("network: the request with token %d does not arrive\n", sent_token[i]);
    if :: connection[i] = SILENT :: connection[i] = RESET :: connection[i] = GATEWAY :: connection[i] = TURNED_AWAY fi
  fi
}

active proctype server() {
  byte answer;
end:
  do
  :: atomic { connection[0] == ASKED -> answer_request(0) }
  :: atomic { connection[1] == ASKED -> answer_request(1) }
#if N > 2
  :: atomic { connection[2] == ASKED -> answer_request(2) }
#endif
  :: atomic {
      orphan != 0 ->
      answer_lost = true;
      too_late = too_late || (orphan != current && orphan != previous);
      serve(orphan, answer);
      printf("server: gets token %d late\n", orphan);
      orphan = 0;
      answer = 0
    }
  od
}

/* ---- The worker: steps 4 to 10 ---- */

/* Safety: no token is sent twice unless its answer is known to be lost. */
inline expect_sendable(token) {
  byte other;
  for (other : 0 .. N - 1) {
    /* No other worker that lives waits for the answer, or has it. */
    assert(other == me || !worker_runs[other] || sent_token[other] != token);
    assert(other == me || !worker_runs[other] || in_hand[other] == 0)
  }
  /* No spool has it. */
  for (other : 0 .. SPOOLS - 1) { assert(spool_token[other] == 0 || spool_generation[other] != row_generation) }
  other = 0;
  /* And it was not sent before, or whoever sends it again knows that. */
  assert(!unanswered[token] || is_replay)
}

/* Our end of the connection goes, whatever is in it. */
inline close_connection() {
  if
  :: connection[me] == ASKED -> if :: orphan == 0 -> orphan = sent_token[me] :: true fi
  :: else
  fi;
  connection[me] = CLOSED;
  sent_token[me] = 0;
  answered_pair[me] = 0
}

/* One transaction. */
inline commit(pair) {
  row_generation++;
  row_token = pair;
  row_fresh = true;
  row_state = ACTIVE;
  intent = false;
  replayed = false;
  printf("registry: has token %d now\n", pair)
}

inline empty_spool() {
  spool_token[spool(me)] = 0;
  spool_generation[spool(me)] = 0
}

inline fill_spool() {
  printf("worker %d: 8 token %d is in the spool\n", me, in_hand[me]);
  spool_token[spool(me)] = in_hand[me];
  spool_generation[spool(me)] = generation
}

proctype worker(byte me; byte generation) provided (!stopped[me]) {
  byte token, left;
  bool is_replay, has_life;
  {
    /* 4. */
    if
    :: order[me] == GIVEN
    :: order[me] == BROKEN_OFF -> goto over
    fi;
    /* 5. The lock that proves life, before anything of the registry is read. */
#if !defined(TWO_LOCKS) && !defined(NO_LOCK)
    if
    :: atomic { !life -> life = true; has_life = true }
    :: patience -> goto over
    fi;
#endif
    atomic {
      if
      :: row_generation != generation -> goto over
      :: else -> token = row_token
      fi
    };
    /* 2a once more: since the caller looked, one that came by another path may have kept an answer. */
#ifndef NO_SECOND_LOOK
    if
    :: is_kept(me) -> goto over
    :: else
    fi;
#endif
    /* 10, where there is an intent: a replay, and a single one where there was one before. */
    atomic { is_replay = intent; left = (intent && replayed -> 0 : 2) };
send:
    /* 5. */
    atomic {
      if
      :: fails -> printf("worker %d: 5 the intent cannot be written\n", me); goto nothing_to_keep
      :: row_generation != generation -> goto nothing_to_keep
      :: row_generation == generation ->
#ifndef NO_INTENT
        replayed = intent;
        intent = true
#endif
      fi
    };
    /* 6. */
    atomic {
      printf("worker %d: 6 sends token %d, replay %d\n", me, token, is_replay);
      expect_sendable(token);
      unanswered[token] = true;
      sent_token[me] = token;
      connection[me] = ASKED
    };
    if
    :: atomic {
        connection[me] == PAIR ->
        in_hand[me] = answered_pair[me];
        printf("worker %d: 6 has token %d\n", me, in_hand[me]);
        close_connection()
      };
      goto keep
    :: atomic { connection[me] == REFUSED -> close_connection() };
      goto refused
    :: atomic { connection[me] == TURNED_AWAY -> unanswered[token] = is_replay; close_connection() };
      goto not_acted
    :: atomic { connection[me] == GATEWAY -> printf("worker %d: 6 reads a gateway's page\n", me); close_connection() };
#ifdef TRUST_GATEWAY
      goto not_acted
#endif
    :: atomic { connection[me] == RESET -> close_connection() }
#ifdef TIMER_WINS
    :: atomic {
        connection[me] != CLOSED && (!readable(me) || was_stopped[me]) ->
#else
    /* A deadline ends waiting, never reading. */
    :: atomic {
        connection[me] != CLOSED && !readable(me) ->
#endif
        printf("worker %d: 6 its deadline ends the waiting\n", me);
        /* Safety: what has arrived is not thrown away. */
        assert(connection[me] != PAIR);
        close_connection()
      }
    fi;
    /* 10. The same token again, within the 60 s; then the failure and the next try are recorded, and the intent stays. */
    if
    :: left > 0 -> atomic { left--; is_replay = true; goto send }
    :: true -> goto nothing_to_keep
    fi;

not_acted:
    /* 9. Certainly not acted on: the intent is closed, but where an earlier answer is lost. */
    atomic {
      if
      :: fails
      :: !is_replay -> intent = false; replayed = false
      :: is_replay
      fi
    };
    goto nothing_to_keep;

refused:
    /* 9. */
    atomic {
      printf("worker %d: 9 token %d is refused\n", me, token);
      unanswered[token] = false;
      if
      :: fails
      :: row_generation == generation ->
        row_state = (is_replay || row_state != ACTIVE -> LOGIN_REQUIRED : SUSPECT);
        intent = false;
        replayed = false
      :: row_generation != generation
      fi
    };

nothing_to_keep:
    atomic { assert(!is_kept(me)); empty_spool() };
    goto tell;

keep:
    /* 7. */
    atomic {
      if
      :: fails -> printf("worker %d: 7 token %d cannot be stored\n", me, in_hand[me])
      :: row_generation == generation -> commit(in_hand[me]); in_hand[me] = 0; goto stored
      :: row_generation != generation -> assert(false)
      fi
    };
    /* 8. */
#ifdef NO_SPOOL
    goto tell;
#endif
    atomic {
      if
      :: fails -> printf("worker %d: 8 token %d cannot be kept either\n", me, in_hand[me]); told[me] = true; goto in_memory
      :: true -> fill_spool()
      fi
    };
    atomic {
      if
      :: fails -> in_hand[me] = 0; goto tell
      :: row_generation == generation -> commit(in_hand[me]); in_hand[me] = 0; goto stored
      fi
    };
in_memory:
    /* 8. Both, again and again. */
    atomic {
      if
      :: fails -> goto in_memory
      :: true -> fill_spool(); in_hand[me] = 0; goto over
      :: row_generation == generation -> commit(in_hand[me]); in_hand[me] = 0
      fi
    };
stored:
    /* 7. */
    atomic { empty_spool() };
tell:
    told[me] = true;
over:
    skip
  } unless { kill_worker[me] };
  /* The end, whichever it was: the kernel closes what was open. */
  atomic {
    if
    :: connection[me] == PAIR || (in_hand[me] != 0 && spool_token[spool(me)] != in_hand[me]) ->
      /* Safety: a pair that arrived is lost in no other way than this. */
      assert(kill_worker[me]);
      printf("worker %d: is killed in its window\n", me);
      killed_in_window = true
    :: else
    fi;
    close_connection();
    in_hand[me] = 0;
    if :: has_life -> life = false :: else fi;
#ifndef NO_LOCK
    lock[path(me)]--;
#endif
    worker_runs[me] = false;
    stopped[me] = false;
    has_life = false;
    is_replay = false;
    token = 0;
    left = 0
  }
}

/* ---- The caller: steps 1 to 4 ---- */

proctype caller(byte me) {
  byte seen, generation;
  bool has_lock, is_settled;
  {
    seen = row_generation;
    /* 1. */
    if
#ifdef NO_LOCK
    :: true
#else
    :: atomic { lock[path(me)] == 0 -> lock[path(me)]++; has_lock = true; printf("caller %d: 1 has the lock\n", me) }
#endif
    :: row_generation > seen && row_fresh -> goto over
    :: patience -> goto over
    fi;
    /* 2a. */
#ifndef NO_LOOK
    if
    :: atomic {
        is_kept(me) ->
        if
        :: fails -> goto over
        :: true -> commit(spool_token[spool(me)])
        fi
      };
      atomic { empty_spool() };
      goto over
    :: else
    fi;
#endif
    /* 2b, 2c: the row, and after it the intent. */
    atomic { generation = row_generation; is_settled = (row_fresh || row_state == LOGIN_REQUIRED) };
    if
    :: is_settled && !intent -> goto over
    :: !is_settled || intent
    fi;
    /* 3. */
    atomic {
      if
      :: fails -> goto over
      :: true
      fi
    };
    /* 4. The worker shares the lock's descriptor; then comes its order. */
    atomic {
      printf("caller %d: 4 starts its worker\n", me);
      worker_runs[me] = true;
#ifndef NO_LOCK
      lock[path(me)]++;
#endif
      run worker(me, generation)
    };
    order[me] = GIVEN;
    atomic { if :: has_lock -> lock[path(me)]--; has_lock = false :: else fi };
    if
    :: told[me]
    :: !worker_runs[me]
    :: patience
    fi;
over:
    skip
  } unless { kill_caller[me] };
  atomic {
    if :: has_lock -> lock[path(me)]-- :: else fi;
    if :: order[me] == NONE -> order[me] = BROKEN_OFF :: else fi;
    caller_runs[me] = false;
    has_lock = false;
    is_settled = false;
    seen = 0;
    generation = 0
  }
}

/* ---- What happens to them ---- */

#define killable(i) (kills > 0 && ((caller_runs[i] && !kill_caller[i]) || (worker_runs[i] && !kill_worker[i])))

inline kill(i) {
  kills--;
  if
  :: caller_runs[i] && !kill_caller[i] -> kill_caller[i] = true; printf("caller %d: is killed\n", i)
  :: worker_runs[i] && !kill_worker[i] -> kill_worker[i] = true; stopped[i] = false; printf("worker %d: is killed\n", i)
  fi
}

active proctype trouble() {
  do
  :: atomic { killable(0) -> kill(0) }
#if CALLERS > 1
  :: atomic { killable(1) -> kill(1) }
#endif
#if STOPS > 0
  :: atomic {
      stops > 0 && worker_runs[0] && !stopped[0] ->
      stops--;
      stopped[0] = true;
      printf("worker 0: is stopped\n")
    }
  :: atomic {
      stopped[0] ->
      stopped[0] = false;
#ifdef TIMER_WINS
      was_stopped[0] = readable(0);
#endif
      printf("worker 0: is continued\n")
    }
#endif
#if SPENT > 0
  :: atomic { spent > 0 && row_fresh -> spent--; row_fresh = false; printf("the access token ends\n") }
#endif
#ifdef GRACE_ENDS
  :: atomic { in_grace -> in_grace = false; printf("server: the grace ends\n") }
#endif
  :: break
  od
}

/* Safety: a token that the server will take is somewhere on this side, unless chance has taken it. */
inline expect_login() {
  byte i;
  bool is_here = (row_token == current || (row_token == previous && in_grace));
  for (i : 0 .. SPOOLS - 1) { is_here = is_here || (spool_token[i] == current && spool_generation[i] == row_generation) }
  for (i : 0 .. N - 1) {
    is_here = is_here || (worker_runs[i] && (in_hand[i] == current || (connection[i] == PAIR && answered_pair[i] == current)))
  }
  i = 0;
  assert((family && is_here) || killed_in_window || answer_lost);
#if defined(GRACE) && !defined(GRACE_ENDS)
  assert((family && is_here) || too_late);
#endif
  is_here = false
}

init {
  byte k;
  atomic {
    for (k : 0 .. CALLERS - 1) { caller_runs[k] = true; run caller(k) }
  };
  /* Nothing moves any more. A worker may still stand stopped. Liveness: no caller waits for it. */
  timeout;
  atomic {
    for (k : 0 .. CALLERS - 1) {
      assert(!caller_runs[k]);
      assert(!worker_runs[k] || stopped[k])
    }
    expect_login();
    printf("all is quiet\n");
    /* One more, as the schedule starts it, with nothing in its way but the stopped one. */
    kills = 0;
    net = 0;
    disk = 0;
    k = 0;
    caller_runs[CALLERS] = true;
    run caller(CALLERS)
  };
  timeout;
  atomic {
    assert(!caller_runs[CALLERS]);
    expect_login();
    for (k : 0 .. CALLERS - 1) { stopped[k] = false }
    k = 0
  };
  timeout;
  atomic {
    /* Liveness: everybody has ended. */
    for (k : 0 .. N - 1) { assert(!worker_runs[k]) }
    expect_login()
  }
}
