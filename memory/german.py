"""Everything that the bot says of its own accord, in German; the commands keep their names.

What people type to it stays English: it understands no other language.
"""

GERMAN: dict[str, str] = {
    "thousands": ".",
    "memory_one": "1 Erinnerung",
    "memory_many": "{count} Erinnerungen",
    "stored": "Ich merke mir: {fact}",
    "stored_again": "Das weiß ich schon.",
    "stored_too": "Das wusste ich, und jetzt weiß ich, dass du es auch sagst.",
    "unknown": "Daran erinnere ich mich nicht.",
    "unknown_near": "Ich erinnere mich an nichts, was das sicher beantwortet.",
    "nearest": "Am nächsten kommt: {memory}",
    "unknown_offer": (
        "Daran erinnere ich mich nicht. Falls du es mir sagen wolltest: soll ich mir „{fact}“ merken?"
    ),
    "understood": "verstanden als „{question}“",
    "source": "Das weiß ich von {people}:",
    "source_unknown": "Ich habe gerade keine Antwort gegeben, deren Quelle ich nennen könnte.",
    "stored_plainly": "Ich merke mir: {fact} Sag „nein“, wenn ich das nicht soll.",
    "offer": (
        "Soll ich mir „{fact}“ merken? Sag ja, oder hänge ein „?“ an, wenn es eine Frage war."
    ),
    "not_stored": "Gut, ich lasse es.",
    "remember_what": "Was soll ich mir merken? Sag „remember that …“ und die Tatsache.",
    "yours": "Was du mir hier gesagt hast, das Neueste zuerst ({count}):",
    "forget_what": "Was soll ich vergessen? Sag „forget“ und worum es ging.",
    "forget_nothing": "An so etwas erinnere ich mich nicht, also gibt es nichts zu vergessen.",
    "forget_others": (
        "„{fact}“ kommt von {author}: vergessen lassen können das nur diese Person oder ein Admin."
    ),
    "forget_confirm": "Soll ich „{fact}“ vergessen? Sag ja, dann ist es für immer weg.",
    "forget_all_confirm": (
        "Soll ich alles vergessen, was du mir hier gesagt hast ({count})? "
        "Sag ja, dann ist es für immer weg."
    ),
    "forget_this": "Soll ich {fact} vergessen? Das lässt sich nicht rückgängig machen.",
    "remove_this": "Soll ich {fact} vergessen? Eine Stunde lang lässt es sich zurückholen.",
    "forget_button": "Vergessen",
    "keep_button": "Behalten",
    "clear_this": (
        "Soll ich alles aus {place} vergessen ({count})? Eine Stunde lang lässt es sich zurückholen."
    ),
    "clear_button": "Alle {count} vergessen",
    "whole_server": "diesem Server",
    "list_empty": "Ich erinnere mich hier an nichts, was du lesen darfst.",
    "list_head": "{count}, Seite {page} von {pages}:",
    "before": "vorher: {fact} · {said}",
    "superseded": "überholt durch #{number}",
    "sure": "zu {sure} sicher",
    "unsure": "Höchstens zu {sure} sicher: zu wenig für eine Antwort.",
    "why_button": "Warum?",
    "why_head": "Das habe ich deswegen gesagt:",
    "why_score": ("-# Wert {score}: {embedding} nach dem Sinn, {match} der Wörter der Frage"),
    "why_gone": "{hop}. Diese Erinnerung ist weg oder steht, wo du nicht lesen darfst.",
    "why_picture_button": "Bild",
    "why_hidden": "nicht mehr da, oder nicht für dich zu lesen",
    "why_picture": "Woraus die Werte dieser Erinnerungen bestehen:",
    "why_names_score": "Wert",
    "why_names_embedding": "nach dem Sinn",
    "why_names_match": "Anteil der Wörter der Frage",
    "why_more": "… und {count} weitere.",
    "voted": "Notiert: {thumb}. Noch einmal drücken nimmt es zurück.",
    "vote_undone": "Zurückgenommen.",
    "vote_gone": "Diese Antwort ist nicht mehr bekannt.",
    "quality_none": "Hier hat mich noch niemand etwas gefragt.",
    "quality_head": "Was ich hier gefragt wurde, nach Wochen, und was man von den Antworten hielt:",
    "quality_week": "Woche",
    "quality_responder": "Antwortgeber",
    "quality_answered": "Antw.",
    "quality_abstained": "unbek.",
    "quality_up": "gut",
    "quality_down": "übel",
    "mydata_votes": "Was du von Antworten hieltest: {up} 👍, {down} 👎.",
    "mydata_votes_deleted": "Was du von Antworten hieltest, ist auch weg ({count}).",
    "pages_lapsed": "Ich wurde neu gestartet. Gib den Befehl noch einmal, um zu blättern.",
    "mydata_head": "Alles, was ich von dir behalte, das Neueste zuerst ({count}):",
    "mydata_none": "Ich behalte nichts, was du gesagt hast.",
    "mydata_opted_out": "Du hast widersprochen: seitdem behalte ich nichts, was du sagst.",
    "mydata_exported": "Alles, was ich von dir behalte ({count}).",
    "mydata_delete": (
        "Soll ich alles vergessen, was du mir je gesagt hast, hier und überall sonst ({count})? "
        "Was andere auch gesagt haben, bleibt als ihres. Das lässt sich nicht rückgängig machen."
    ),
    "mydata_deleted": "Vergessen, hier und überall sonst: {count}.",
    "opted_out": "Von jetzt an behalte ich nichts, was du sagst, hier und überall sonst.",
    "opted_out_but": (
        "Von jetzt an behalte ich nichts, was du sagst, hier und überall sonst. "
        "Was du mir vorher gesagt hast ({count}), bleibt, bis du /mydata delete verwendest."
    ),
    "opted_in": "Gut, ich darf mir wieder merken, was du mir sagst.",
    "in_private": "Direktnachrichten",
    "in_other_server": "ein anderer Server",
    "keep_menu": "Diese Nachricht merken",
    "keep_no_person": "Ich behalte, was Leute sagen, und das hat niemand gesagt.",
    "keep_told": (
        "Auf Wunsch von {keeper} merke ich mir, was {author} in {link} gesagt hat. "
        "Beide können es zurücknehmen."
    ),
    "undo_button": "Zurücknehmen",
    "undone": "Zurückgenommen: von dieser Nachricht behalte ich nichts.",
    "undo_not_yours": (
        "Zurücknehmen kann das nur, wer es gesagt hat, wer es mich behalten ließ, oder ein Admin."
    ),
    "kind_taught": "mir gesagt",
    "kind_heard": "aus einer Nachricht",
    "kind_imported": "eingelesen",
    "kind_added": "von einem Admin hinzugefügt",
    "added_by": "{name} für diesen Server",
    "added": "Ich merke mir für diesen Server: {fact} (#{number})",
    "add_personal": "Was alle auf einem Server wissen dürfen, sagt nicht „ich“. Nenne, wen du meinst.",
    "place_hidden": "Du kannst {channel} nicht lesen, also kommt von dir nichts dorthin.",
    "exported": "Alles, woran ich mich hier erinnere und was du lesen darfst ({count}).",
    "imported": (
        "Eingelesen: {new}. Schon bekannt: {known}. "
        "Ausgelassen, weil, wer es sagte, widersprochen hat: {left_out}."
    ),
    "responders": "Was hier antworten kann:",
    "responder_answers": "antwortet hier",
    "responder_loaded": "geladen",
    "responder_unloaded": "nicht geladen",
    "responder_memnn": "findet Schritt für Schritt, was eine Antwort stützt, und antwortet daraus.",
    "responder_pointer": "zeigt auf Wörter der nächstliegenden Erinnerungen.",
    "responder_lstm": "liest die nächstliegenden Erinnerungen Wort für Wort und sagt oder kopiert Wörter.",
    "responder_ntm": "tut dasselbe mit einem eigenen Speicher, den es liest und beschreibt.",
    "responder_instead": "{chosen} wurde hier gewählt, ist aber nicht geladen: Es antwortet {answers}.",
    "responder_used": "Von jetzt an antwortet {name} auf diesem Server. /compare zeigt alle.",
    "responder_on": "Geladen: {name}.",
    "responder_off": "Nicht mehr geladen: {name}. Wo es gewählt war, antwortet {answers}.",
    "responder_last": "Nur dieser ist geladen; ohne ihn könnte niemand antworten.",
    "compared": "{name} · {sure} · {milliseconds} ms",
    "compared_nothing": "erinnert sich nicht",
    "log_responder": "lässt {name} antworten.",
    "import_large": (
        "Ich lese Dateien von höchstens {most} MiB. Teile sie am Ende einer Zeile auf."
    ),
    "import_unread": "Discord hat mir diese Datei nicht gegeben. Versuch es noch einmal.",
    "stats": (
        "{count}, von {people} Leuten, {size} KiB an Texten und Vektoren.\n"
        "Die älteste: <t:{oldest}:D>. Die neueste: <t:{newest}:D>. "
        "Entfernt, aber noch zurückzuholen: {set_aside}."
    ),
    "stats_none": (
        "Von diesem Server weiß ich nichts. Entfernt, aber noch zurückzuholen: {set_aside}."
    ),
    "stats_kinds": "Wie ich dazu kam:",
    "stats_channels": "Wo sie gesagt wurden:",
    "stats_rest": "- in anderen Kanälen: {count}",
    "stats_hidden": "- in Kanälen, die du nicht lesen kannst: {count}",
    "limits": (
        "Erinnerungen einer Person: {per_person}. Dieses Servers: {per_server} "
        "(wer mich betreibt, erlaubt {most}). Behalten: {days}."
    ),
    "no_limit": "keine Grenze",
    "at_most": "höchstens {count}",
    "limits_days": "{days} Tage, nachdem sie zuletzt gesagt wurden",
    "for_ever": "bis sie vergessen werden",
    "limits_due": (
        "Vor mehr als {days} Tagen gesagt: {count}. Soll ich mich von jetzt an daran halten und "
        "diese gleich vergessen? Das lässt sich nicht rückgängig machen."
    ),
    "rule_allow": "erlauben: nur, wo das gesagt ist",
    "rule_block": "sperren: mich fernhalten",
    "rule_lift": "aufheben: keine eigene Regel",
    "rule_reset": "zurücksetzen: gar keine Regeln",
    "rules_channels": "Wo ich mir etwas merken und antworten darf (ein Thread gehört zu seinem Kanal):",
    "rules_roles": "Wer mir etwas beibringen und mich fragen darf (wer den Server verwaltet, immer):",
    "rules_allowed": "- nur: {names}",
    "rules_blocked": "- nicht: {names}",
    "rules_no_channels": "- überall: Regeln gibt es keine.",
    "rules_no_roles": "- alle: Regeln gibt es keine.",
    "roles_both": "Nenne eine Regel und eine Rolle, oder keine von beiden, um die Regeln zu sehen.",
    "log_line": "{who} {deed}",
    "log_on": "Was Admins mit meinem Gedächtnis tun, steht in {channel}.",
    "log_off": "Was Admins mit meinem Gedächtnis tun, wird nirgends vermerkt.",
    "log_begun": "lässt hier vermerken, was Admins mit meinem Gedächtnis tun.",
    "log_ended": "lässt hier nichts mehr vermerken.",
    "log_failed": (
        "Das konnte ich in {channel} nicht vermerken: Ich muss ihn sehen und dort schreiben können. "
        "/memory log wählt einen anderen Kanal."
    ),
    "log_added": "hat eine Erinnerung hinzugefügt.",
    "log_corrected": "hat berichtigt, was jemand anders gesagt hat.",
    "log_removed": (
        "ließ mich vergessen, was andere gesagt haben ({count}). Eine Stunde lang lässt es sich "
        "zurückholen."
    ),
    "log_cleared": "hat {place} geleert ({count}). Eine Stunde lang lässt es sich zurückholen.",
    "log_restored": "hat Entferntes zurückgeholt ({count}).",
    "log_undone": "hat eine Nachricht zurückgenommen, die andere mich merken ließen.",
    "log_imported": "hat Erinnerungen eingelesen. {counts}",
    "log_exported": "hat ausgegeben, was er oder sie lesen kann ({count}).",
    "log_listens": "lässt mich in {channel} zuhören.",
    "log_deaf": "lässt mich in {channel} nicht mehr zuhören.",
    "log_hears_none": "lässt mich in keinem Kanal mehr zuhören.",
    "log_limits": "hat die Grenzen gesetzt. {limits}",
    "log_rule": "hat eine Regel für {place} gesetzt: {rule}.",
    "set_aside": (
        "Vergessen: {count}. Eine Stunde lang kann ein Admin es zurückholen; dann ist es für immer "
        "weg."
    ),
    "restore_button": "Zurückholen",
    "restored": "Zurückgeholt: {count}.",
    "restored_nothing": "Es ist nichts mehr da, was sich zurückholen ließe.",
    "name_title": "Hier alles vergessen",
    "name_label": "Zur Sicherheit der Name dieses Servers",
    "name_differs": "So heißt dieser Server nicht; ich habe alles gelassen, wie es ist.",
    "remember_title": "Bring mir etwas bei",
    "remember_label": "Was soll ich mir merken?",
    "edit_button": "Berichtigen",
    "edit_title": "Eine Erinnerung berichtigen",
    "edit_label": "Was ist richtig?",
    "corrected": "Ich merke mir stattdessen: {fact}",
    "correct_nothing": "An so etwas erinnere ich mich nicht, also gibt es nichts zu berichtigen.",
    "correct_others": (
        "„{fact}“ kommt von {author}: berichtigen kann das nur diese Person, oder ein Admin, wenn "
        "es nicht in der ersten Person gesagt ist."
    ),
    "listen_where": (
        "Zuhören kann ich nur in Textkanälen eines Servers. Nenne einen, den ich sehe."
    ),
    "listen_no_intent": (
        "Ich kann nicht zuhören: Discord gibt mir nicht, was Leute einander schreiben. Wer mich "
        "betreibt, muss in config.toml discord.listening = true setzen und auf der Bot-Seite meiner "
        "Anwendung unter https://discord.com/developers/applications den Message Content Intent "
        "einschalten, und mich danach neu starten."
    ),
    "listen_cannot_tell": (
        "In {channel} darf ich nicht schreiben, also konnte ich dort niemandem sagen, dass ich "
        "zuhöre. Wo man es den Leuten nicht sagt, höre ich nicht zu."
    ),
    "listen_notice": (
        "Von jetzt an merke ich mir, was in diesem Kanal festgestellt wird, bis ein Admin es mit "
        "/memory listen abstellt. Geplauder, Fragen und Befehle behalte ich nicht. Mit /mydata "
        "optout behalte ich nichts, was du sagst; lösche eine Nachricht, und ich vergesse sie."
    ),
    "listen_on": "Ich höre in {channel} zu und habe es dort allen gesagt.",
    "listen_off": (
        "In {channel} höre ich nicht zu. Was ich gehört habe, bleibt, bis es vergessen wird."
    ),
    "lapsed": "Das hat zu lange gedauert; ich habe alles gelassen, wie es ist.",
    "not_yours": "Diese Knöpfe sind für den, der gefragt hat.",
    "not_allowed": "Dafür brauchst du das Recht „Server verwalten“.",
    "failure": (
        "Bei mir ist etwas schiefgegangen. Versuch es noch einmal; geschieht es wieder, dann sag dem, "
        "der mich betreibt, die Nummer {number}: darunter steht in meinem Protokoll mehr."
    ),
    "forgotten": "Vergessen.",
    "forgotten_all": "Vergessen: {count}.",
    "withdrawn": (
        "Ich habe vergessen, dass du das gesagt hast; {author} hat es auch gesagt, also behalte ich "
        "es von dort."
    ),
    "kept": "Gut, ich behalte es.",
    "slow_down": "Das war viel auf einmal. Gib mir bitte {seconds} s Zeit.",
    "empty": (
        "Ja, {name}? Du hast nichts gesagt. Bring mir mit „remember that …“ etwas bei, oder frag "
        "mich etwas."
    ),
    "greeting": (
        "Hallo! Ich bin Engram: ich merke mir, was Leute mir sagen, und sage, von wem ich es "
        "weiß.\n"
        "Vorerst höre ich nur, was zu mir gesagt wird: erwähne mich mit „remember that …“ oder mit "
        "einer Frage, oder verwende /remember und /ask. Mehr zeigt /help. Ich verstehe Englisch.\n"
        "Wer diesen Server verwaltet, kann mich in diesem Kanal zuhören lassen: dann behalte ich, "
        "was hier festgestellt wird, und sage das vorher allen."
    ),
    "greeting_owner": (
        "Hallo! Ich bin Engram, und du hast mich jetzt in {server}, wo ich keinen Kanal zum "
        "Schreiben fand. Ich merke mir, was Leute mir dort mit einer Erwähnung, /remember oder "
        "/ask sagen, sobald sie mich erreichen. Mit /memory listen kannst du mich in einem Kanal "
        "zuhören lassen; mehr zeigt /help."
    ),
    "hear_all_button": "Hier zuhören",
    "hear_me_button": "Nur bei Erwähnung",
    "hear_me": "Gut: auf diesem Server höre ich nur, was zu mir gesagt wird.",
    "not_owner": "Das ist für die, die mich betreiben.",
    "reloaded": "Neu geladen: {parts}.",
    "synced": "Discord kennt jetzt {count} Befehle.",
    "not_synced": "Discord kennt meine Befehle, wie sie sind.",
    "status": (
        "Läuft seit {since}, Server: {servers}, Shards: {shards}, {milliseconds} ms von Discord\n"
        "{memories}; Antwortgeber {responder}; Encoder {encoder} auf {device}\n"
        "-# Engram {engram} (Schema {schema}), discord.py {discord}, PyTorch {torch}, "
        "Python {python}"
    ),
    "privacy_button": "Was ich behalte",
    "privacy": (
        "**Was ich behalte:** was jemand mich merken lässt oder mir sagt, und was in Kanälen "
        "festgestellt wird, in denen ein Admin das Zuhören eingeschaltet hat und ich es gesagt habe: den Text, wer ihn "
        "sagte, wo und wann. Von anderen Nachrichten, Fragen und Antworten behalte ich nichts; "
        "Antworten und Daumen zähle ich.\n"
        "**Wo:** auf dem Rechner dessen, der mich betreibt, in einer Datei; nichts geht woanders "
        "hin, und nichts, was Leute sagen, trainiert ein Modell.\n"
        "**Wer es sieht:** Antworten schöpfen nur aus Kanälen, die alle lesen dürfen, die die "
        "Antwort lesen. Was du mir direkt schreibst, bleibt unter uns.\n"
        "**Wie lange:** bis es vergessen wird. Lösche die Nachricht, in der du es mir gesagt hast, "
        "und die Erinnerung ist weg.\n"
        "**Deine Rechte:** `/mydata show`, `export`, `delete` und `optout`, hier und in "
        "Direktnachrichten. Gelöscht wird sofort und für immer."
    ),
    "guide": (
        "Ich merke mir, was Leute mir sagen, und sage, von wem ich es weiß. Ich verstehe "
        "Englisch.\n"
        "**Beibringen** „{me} remember that the raid is on Friday at 8pm“, „{me} my favourite food "
        "is sushi“ oder `/remember`. *Apps → Diese Nachricht merken* behält, was in einer "
        "Nachricht steht.\n"
        "**Fragen** „{me} when is the raid?“, dann „{me} and where?“ oder „{me} who said that?“. "
        "`/ask` antwortet nur dir. *Warum?* unter einer Antwort zeigt, woher sie kommt; 👍 und 👎 "
        "sagen den Admins, was du von ihr hältst.\n"
        "**Berichtigen, vergessen** `/correct`, `/forget`; oder ändere oder lösche die Nachricht, "
        "in der du es mir gesagt hast.\n"
        "**Deine Daten** `/mydata show`, `export`, `delete`, `optout`. Was du hier sagst, bleibt auf "
        "diesem Server; was du mir direkt schreibst, bleibt unter uns und braucht keine "
        "Erwähnung.\n"
        "**Admins** `/memory list`, `search`, `listen`, `clear` und mehr."
    ),
    "hello": "Hallo, {name}! Bring mir mit „remember that …“ etwas bei, oder frag mich.",
    "how_are_you": "Gut, danke. Mein Gedächtnis ist in Ordnung.",
    "who_are_you": "Ich bin Engram. Ich merke mir, was Leute mir sagen, und sage, von wem ich es weiß.",
    "help": (
        "Bring mir etwas bei: „remember that the raid is on Friday at 8pm“ oder „my favourite food "
        "is sushi“.\n"
        "Frag mich: „when is the raid?“, dann „and where?“ oder „who said that?“\n"
        "Lass mich vergessen: „forget the raid“."
    ),
    "joke": "Ich weiß nur, was man mir gesagt hat, und wie das geht, hat mir niemand gesagt.",
    "thanks": "Gern geschehen!",
    "bye": "Bis bald, {name}!",
    "praise": "Danke!",
    "laugh": "Ha!",
    "sorry": "Nichts passiert.",
    "feeling": "Ich höre dich.",
    "to_all": "Das überlasse ich den Leuten hier.",
    "okay": "Gut.",
    "cheer": "Hurra!",
    "emoji": "Schön.",
}

# What errors say; in English they say it themselves.
ERRORS: dict[str, str] = {
    "SlotNotFoundError": "Eine Erinnerung mit der Nummer {slot_id} gibt es hier nicht.",
    "EmptyTextError": "Darin sind keine Wörter, die ich mir merken könnte.",
    "TextTooLongError": (
        "Das ist {length} Zeichen lang; auf einmal nehme ich höchstens {limit}. "
        "Bitte kürze es oder teile es auf."
    ),
    "TooManySlotsError": (
        "Mein Gedächtnis für diesen Ort ist voll ({limit} Erinnerungen). Vergiss einige, oder bitte "
        "den, der mich betreibt, memory.max_slots zu erhöhen."
    ),
    "ServerFullError": (
        "Dieser Server behält höchstens {limit} Erinnerungen, und so viele hat er. Lass mich einige "
        "vergessen, oder bitte einen Admin, mit /memory limits mehr zu erlauben."
    ),
    "PersonFullError": (
        "Jede Person kann mich hier {limit} Dinge merken lassen, und das ist erreicht. Lass mich "
        "erst etwas vergessen; ein Admin kann mit /memory limits mehr erlauben."
    ),
    "PlaceClosedError": (
        "Die Admins dieses Servers halten mich aus diesem Kanal fern: "
        "Hier merke ich mir nichts und antworte nicht."
    ),
    "PersonClosedError": (
        "Die Admins dieses Servers lassen nur Leute mit bestimmten Rollen mir etwas beibringen und "
        "mich fragen. Was du mir früher gesagt hast, bleibt deins: /mydata und /forget erreichen es."
    ),
    "LinesError": "Ich habe nichts eingelesen.\n{lines}",
    "MessageGoneError": "Diese Nachricht wurde inzwischen gelöscht, also behalte ich nichts davon.",
    "ResponderNotLoadedError": "Der Antworter {name} ist nicht geladen. Geladen: {loaded}.",
    "NoResponderError": (
        "Kein Antworter ist geladen, also kann ich nicht antworten. "
        "Wer mich betreibt, lädt einen mit /owner load."
    ),
    "OptedOutError": (
        "Wer das gesagt hat, hat widersprochen, also behalte ich nichts davon. "
        "Nur diese Person kann das mit /mydata optout ändern."
    ),
}

# What Discord shows of the commands, by what it shows in English.
COMMANDS: dict[str, str] = {
    "Remember this message": "Diese Nachricht merken",
    "How to teach me, ask me and make me forget.": "Wie man mir etwas beibringt, fragt, vergessen lässt.",
    "Teach me a fact.": "Bring mir eine Tatsache bei.",
    "Such as: the raid is on Friday at 8pm. Empty: a form to write in": (
        "Etwa: the raid is on Friday at 8pm. Leer: ein Formular"
    ),
    "Put right something that you told me.": "Berichtige, was du mir gesagt hast.",
    "What it was about, or its number": "Worum es ging, oder die Nummer",
    "What is right": "Was richtig ist",
    "Ask me what I remember.": "Frag mich, woran ich mich erinnere.",
    "Such as: when is the raid?": "Etwa: when is the raid?",
    "Show the answer to everybody in the channel": "Die Antwort allen im Kanal zeigen",
    "Make me forget something that you told me.": "Lass mich vergessen, was du mir gesagt hast.",
    "What it was about, or its number, such as: #12": "Worum es ging, oder die Nummer, etwa: #12",
    "What I keep of you, and your rights.": "Was ich von dir behalte, und deine Rechte.",
    "All that I keep of you, wherever you said it.": "Alles, was ich von dir behalte, wo du es auch sagtest.",
    "All that I keep of you, as a file.": "Alles, was ich von dir behalte, als Datei.",
    "Forget all that you ever told me, anywhere.": "Alles vergessen, was du mir je gesagt hast, überall.",
    "Keep nothing that you say from now on.": "Von jetzt an nichts behalten, was du sagst.",
    "Let me remember what you say again": "Mich wieder merken lassen, was du sagst",
    "Look into my memory, change it, or clear it.": "In mein Gedächtnis sehen, es ändern oder leeren.",
    "What I remember here, newest first.": "Woran ich mich hier erinnere, das Neueste zuerst.",
    "Memories with certain words, best first.": "Erinnerungen mit bestimmten Wörtern, die besten zuerst.",
    "Words that stand in them": "Wörter, die darin stehen",
    "Only what this person said": "Nur, was diese Person sagte",
    "Only what was said there": "Nur, was dort gesagt wurde",
    "Only what came about this way": "Nur, was so zustande kam",
    "Only what was said in the last so many days": "Nur, was in den letzten so vielen Tagen gesagt wurde",
    "One memory with all that is known of it.": "Eine Erinnerung mit allem, was darüber bekannt ist.",
    "Its number, as the list and the answers show it": "Die Nummer, wie Liste und Antworten sie zeigen",
    "Put a memory right; its former words are kept.": "Eine Erinnerung berichtigen; der frühere Text bleibt dabei.",
    "Forget one memory, whoever said it.": "Eine Erinnerung vergessen, von wem sie auch ist.",
    "How my answers here were received.": "Wie meine Antworten hier ankamen.",
    "How many of the newest weeks": "Wie viele der neuesten Wochen",
    "Keep what is stated in a channel, or stop.": "Behalten, was in einem Kanal festgestellt wird, oder nicht mehr.",
    "Whether to listen": "Ob ich zuhören soll",
    "Where; empty: in this channel": "Wo; leer: in diesem Kanal",
    "Forget everything that I was told here.": "Alles vergessen, was mir hier gesagt wurde.",
    "Only what was said in this channel and its threads": "Nur, was in diesem Kanal und seinen Threads gesagt wurde",
    "Add a fact for the whole server.": "Eine Tatsache für den ganzen Server hinzufügen.",
    "Such as: the raid is on Friday at 8pm": "Etwa: the raid is on Friday at 8pm",
    "Whose readers may see it; empty: this channel's": "Wessen Leser es sehen dürfen; leer: dieses Kanals",
    "All memories that you can read, as a file.": "Alle Erinnerungen, die du lesen kannst, als Datei.",
    "Memories from a file: all of them, or none.": "Erinnerungen aus einer Datei: alle oder keine.",
    'One JSON object a line, as /memory export writes them; {"text": "…"} is enough': (
        'Ein JSON-Objekt je Zeile, wie von /memory export; {"text": "…"} genügt'
    ),
    "Put them all into this channel; empty: each into its own, or else into this one": (
        "Alle in diesen Kanal; leer: jede in ihren eigenen, sonst in den jetzigen"
    ),
    "My memory of this server, in figures.": "Mein Gedächtnis von diesem Server, in Zahlen.",
    "How much I remember, and for how long.": "Wie viel ich mir merke, und wie lange.",
    "The most memories of one person; 0: no limit": "Höchstens so viele von einer Person; 0: keine Grenze",
    "The most memories of this server; 0: no limit of its own": (
        "Höchstens so viele dieses Servers; 0: keine eigene Grenze"
    ),
    "Forget what was said longer ago; 0: never": "Vergessen, was länger her ist; 0: nie",
    "Where I may remember and answer.": "Wo ich mir etwas merken und antworten darf.",
    "What to do with the channel": "Was mit dem Kanal geschehen soll",
    "Empty: this channel": "Leer: dieser Kanal",
    "Who may teach and ask me.": "Wer mir etwas beibringen und mich fragen darf.",
    "What to do with the role": "Was mit der Rolle geschehen soll",
    "Which role": "Welche Rolle",
    "Note what admins do to my memory in a channel.": (
        "In einem Kanal vermerken, was Admins mit meinem Gedächtnis tun."
    ),
    "Where": "Wo",
    "Note nothing any more": "Nichts mehr vermerken",
    "added by an admin": "von einem Admin hinzugefügt",
    "allow: only where this is said": "erlauben: nur, wo das gesagt ist",
    "block: keep me out": "sperren: mich fernhalten",
    "lift: no rule of its own": "aufheben: keine eigene Regel",
    "reset: no rules at all": "zurücksetzen: gar keine Regeln",
    "told to me": "mir gesagt",
    "kept from a message": "aus einer Nachricht",
    "imported": "eingelesen",
    "Who answers.": "Wer antwortet.",
    "Which responders there are, and who answers.": "Welche Antworter es gibt, und wer antwortet.",
    "Choose who answers on this server.": "Wählen, wer auf diesem Server antwortet.",
    "Which responder": "Welcher Antworter",
    "What each of my responders would answer.": "Was jeder meiner Antworter antworten würde.",
    "Load a responder.": "Einen Antworter laden.",
    "Unload a responder; others answer in its place.": (
        "Einen Antworter entladen; andere antworten an seiner Stelle."
    ),
    "For whoever runs this bot.": "Für die, die diesen Bot betreiben.",
    "Load a part of me anew from its file.": "Einen Teil von mir neu aus seiner Datei laden.",
    "Which; empty: all of them": "Welchen; leer: alle",
    "Tell Discord of my commands.": "Discord meine Befehle mitteilen.",
    "Although they have not changed since I last did": "Auch wenn sie seither gleich geblieben sind",
    "How I am, and what I am made of.": "Wie es mir geht, und woraus ich bestehe.",
}
