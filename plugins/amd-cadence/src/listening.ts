import { readFileSync } from 'node:fs';
import type { CadenceConfig } from './config.js';
import { FEATURES } from './features.js';
import { Thresholds, type Profile } from './profile.js';
import { Trees, type TreeNode } from './trees.js';

/** What training makes of a folder of labelled clips. */
export interface Model {
  /** The names of the features that the trees ask by number. */
  readonly features: readonly string[];
  readonly trees: readonly TreeNode[];
  readonly profiles: Readonly<Record<'fast' | 'balanced' | 'accurate', Profile>>;
}

/** How calls are listened to. */
export interface Listening {
  readonly trees: Trees;
  readonly profile: Profile;
  /** What decides before the limit: learned thresholds, or the tests of the profile `custom`. */
  readonly thresholds?: Thresholds;
  readonly tests?: { readonly silenceAfterSpeechMs: number; readonly tone: boolean };
}

const MODEL = new URL('../model/model.json', import.meta.url);
let loaded: { readonly model: Model; readonly trees: Trees } | undefined;

/** @throws Error when the model was trained for other features than this code measures: it has to be trained again */
export function listeningOf({
  profile,
  silenceAtPickUpMs,
  silenceAfterSpeechMs,
  tone,
  limitMs,
}: CadenceConfig): Listening {
  loaded ??= load();
  const { trees, model } = loaded;
  if (profile !== 'custom')
    return { trees, profile: model.profiles[profile], thresholds: new Thresholds(model.profiles[profile]) };
  return {
    trees,
    profile: { ...model.profiles.balanced, silenceAtPickUpMs, limitMs },
    tests: { silenceAfterSpeechMs, tone },
  };
}

function load(): { model: Model; trees: Trees } {
  const model = JSON.parse(readFileSync(MODEL, 'utf8')) as Model;
  if (model.features.join() !== FEATURES.join())
    throw new Error('The model asks for other features than are measured: train it again.');
  return { model, trees: new Trees(model.trees) };
}
