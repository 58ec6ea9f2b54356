#!/bin/sh
# Makes the calls that the detector is tried on in its tests, and their labels: G.711 µ-law, 8000 Hz, mono, from the moment
# of answer. Needs espeak-ng and sox. Everything is synthetic; the files are committed, so that only who changes them needs
# to run this.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f ./*.wav
echo 'file,label,category,source,beep_at_ms,beep_ms' >labels.csv

RATE=22050
SECONDS_OF_A_CALL=6

# say FILE VOICE WORDS-A-MINUTE TEXT
say() {
  espeak-ng -v "$2" -s "$3" -w "$work/raw.wav" "$4"
  sox -R "$work/raw.wav" -r $RATE "$work/$1.wav" silence 1 0.01 0.2% reverse silence 1 0.01 0.2% reverse
}
pause() { sox -R -n -r $RATE "$work/$1.wav" trim 0 "$2"; }
# tone FILE SECONDS HZ
tone() { sox -R -n -r $RATE "$work/$1.wav" synth "$2" sine "$3" fade 0.005 "$2" 0.005 vol 0.4; }

# call FILE LABEL CATEGORY SOURCE NOISE PARTS...: the parts one after the other on a line with that much noise. The part
# called "beep" is labelled.
call() {
  file=$1.wav label=$2 category=$3 source=$4 noise=$5
  shift 5
  at=0 beep_at='' beep_ms=''
  parts=''
  for part in "$@"; do
    case $part in [0-9]*) pause "p$part" "$part" && part=p$part ;; esac
    ms=$(soxi -D "$work/$part.wav" | awk '{ printf "%d", $1 * 1000 }')
    if [ "$part" = beep ]; then beep_at=$at beep_ms=$ms; fi
    at=$((at + ms))
    parts="$parts $work/$part.wav"
  done
  # shellcheck disable=SC2086 -- the names have no blanks
  sox -R $parts "$work/whole.wav" gain -n -9 pad 0 $SECONDS_OF_A_CALL trim 0 $SECONDS_OF_A_CALL
  sox -R -n -r $RATE "$work/noise.wav" synth $SECONDS_OF_A_CALL pinknoise vol "$noise"
  sox -R -m -v 1 "$work/whole.wav" -v 1 "$work/noise.wav" -r 8000 -c 1 -e u-law "$file" sinc 300-3400
  echo "$file,$label,$category,$source,$beep_at,$beep_ms" >>labels.csv
}

# person FILE CATEGORY VOICE SPEED NOISE DELAY TEXT: a person says it and waits, and after a while asks again.
person() {
  say utterance "$3" "$4" "$7"
  say again "$3" "$4" 'Hello?'
  call "$1" HUMAN "$2" "$3" "$5" "$6" utterance 2.6 again
}
person short-en short en-us+Mike 150 0.002 0.5 'Hello?'
person short-pt short pt-br+Hugo 150 0.004 0.8 'Alô?'
person short-es short es-419+Pablo 160 0.002 0.4 '¿Diga?'
person short-de short de+Denis 150 0.003 0.7 'Ja, bitte?'
person short-fr short fr-fr+Michel 150 0.002 1.1 'Oui, allô?'
person short-it short it+Alicia 150 0.004 0.6 'Pronto?'
person short-nl short nl+Andrea 150 0.002 0.9 'Hallo?'
person late-en delay en-gb+Lee 150 0.002 1.9 'Hello?'
person late-es delay es+Antonio 150 0.003 2.1 '¿Hola?'
person name-en name en-us+Quincy 170 0.002 0.5 'Peter Miller speaking.'
person name-de name de+Michael 170 0.003 0.7 'Schneider, guten Tag.'
person name-pt name pt-br+Diogo 170 0.002 0.6 'Alô, é a Ana.'
person noise-en noise en-us+Jacky 150 0.02 0.5 'Hello?'
person noise-pt noise pt-br+Nguyen 150 0.02 0.7 'Alô, quem fala?'

# machine FILE CATEGORY VOICE SPEED NOISE DELAY TEXT BEEP-HZ: it talks, and beeps if there is a frequency.
machine() {
  say greeting "$3" "$4" "$7"
  if [ -n "${8:-}" ]; then
    tone beep 0.3 "$8"
    call "$1" MACHINE "$2" "$3" "$5" "$6" greeting 0.6 beep 2
  else call "$1" MACHINE "$2" "$3" "$5" "$6" greeting; fi
}
machine long-en long en-us+Gene 165 0.002 0.5 'You have reached the voice mailbox of the Miller family. We cannot come to the phone right now. Please leave your name and your number, and we will call you back as soon as we can.'
machine long-pt long pt-br+Ed 165 0.003 0.7 'Você ligou para o telefone de Ana Souza. No momento não posso atender. Por favor, deixe a sua mensagem com o seu nome e o seu número, e eu retorno assim que puder.'
machine long-es long es-419+Mario 165 0.002 0.6 'El número que usted marcó no está disponible en este momento. Por favor, deje su mensaje después del tono, o vuelva a llamar más tarde. Muchas gracias por su llamada.'
machine long-de long de+Robert 165 0.003 0.8 'Guten Tag. Sie sind verbunden mit dem Anrufbeantworter von Familie Schneider. Wir sind im Augenblick nicht zu Hause. Bitte hinterlassen Sie eine Nachricht nach dem Signalton.'
machine long-fr long fr-fr+Max 165 0.002 0.5 'Bonjour, vous êtes bien sur le répondeur de Marie Dupont. Je ne suis pas disponible pour le moment. Laissez-moi un message après le signal sonore, et je vous rappellerai.'
machine noise-machine noise en-gb+Rob 165 0.02 0.6 'Hi, this is Robert. I am not able to take your call at the moment, so please leave a message with your name and number after the tone. Thank you, and goodbye.'
machine beep-en beep en-us+Benjamin 175 0.002 0.4 'Hi, this is Ben, I am not here. Leave me a message.' 1000
machine beep-pt beep pt-br+Henrique 175 0.003 0.5 'Oi, aqui é o Henrique. Deixe o seu recado.' 1400
machine beep-es beep es-419+Pedro 175 0.002 0.4 'No estoy en casa. Deje su mensaje.' 850
machine beep-low beep it+Marco 175 0.003 0.5 'Lasciate un messaggio dopo il segnale.' 440

tone calling 0.5 1100
tone answering 2.6 2100
call fax-calling MACHINE fax tones 0.002 0.8 calling 3 calling
call fax-answering MACHINE fax tones 0.003 0.6 answering 0.4
tone first 0.33 950
tone second 0.33 1400
tone third 0.33 1777
say unknown en-gb+Caleb 160 'The number you have dialled is not in service. Please check the number and try again.'
call intercept MACHINE intercept en-gb+Caleb 0.002 0.5 first second third 0.3 unknown
call silence MACHINE silence tones 0.003 1
