#!/bin/sh
# Makes the speech and tones that the simulator plays: G.711 µ-law, 8000 Hz, mono. Needs espeak-ng and sox.
# Everything is synthetic; the files are committed, so that only who changes them needs to run this.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A telephone line passes 300 to 3400 Hz; -R makes sox's dither repeatable.
telephone() { sox -R "$1" -r 8000 -c 1 -e u-law "$2" sinc 300-3400 norm -9; }

# say FILE VOICE WORDS-A-MINUTE PITCH TEXT
say() {
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$work/raw.wav" "$5"
  # espeak pads with silence; the pauses are the simulator's to choose.
  sox -R "$work/raw.wav" "$work/$1.wav" silence 1 0.01 0.2% reverse silence 1 0.01 0.2% reverse
}

for word in \
  "hello-pt|pt-br|150|45|Alô?" \
  "hello-es|es-419|150|60|¿Hola?" \
  "hello-en|en-us|140|50|Hello?" \
  "talk-pt|pt-br|150|45|Quem está falando?" \
  "talk-es|es-419|150|60|¿Quién habla, por favor?" \
  "talk-en|en-us|140|50|Who is calling, please?"; do
  IFS='|' read -r name voice speed pitch text <<TEXT
$word
TEXT
  say "$name" "$voice" "$speed" "$pitch" "$text"
  telephone "$work/$name.wav" "$name.wav"
done

# A greeting runs on without a pause longer than a breath, then the beep.
sox -R -n -r 22050 "$work/breath.wav" trim 0 0.35
sox -R -n -r 22050 "$work/beep-pt.wav" synth 0.6 sine 1000 fade 0.01 0.6 0.01 vol 0.5
sox -R -n -r 22050 "$work/beep-es.wav" synth 0.35 sine 1400 fade 0.01 0.35 0.01 vol 0.5
say voicemail-pt pt-br 165 45 "Você ligou para o telefone de Ana Souza. No momento não posso atender. Por favor, deixe a sua mensagem após o sinal."
say voicemail-es es-419 165 60 "El número que usted marcó no está disponible. Deje su mensaje después del tono."
for language in pt es; do
  sox -R "$work/voicemail-$language.wav" "$work/breath.wav" "$work/beep-$language.wav" "$work/greeting.wav"
  telephone "$work/greeting.wav" "voicemail-$language.wav"
done

# What a line carries when nobody speaks; it is played round and round.
sox -R -n -r 8000 -c 1 -e u-law room.wav synth 1 pinknoise vol 0.004
