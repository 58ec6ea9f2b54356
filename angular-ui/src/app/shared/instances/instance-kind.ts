import type { Observable } from 'rxjs';
import type {
  CreateInstanceDto,
  ExtensionView,
  HealthView,
  InstanceView,
  TestInstanceDto,
} from '../../core/api/schema';
import type { Action } from '../../core/session/session';

/** What of an instance is to be different. */
interface InstanceChanges {
  readonly version: number;
  readonly name: string;
  readonly config: Record<string, unknown>;
  readonly keepAnswersMinutes?: number;
}

/** The requests for the instances of one kind. */
export interface InstanceApi {
  list(): Observable<InstanceView[]>;
  get(id: string): Observable<InstanceView>;
  create(body: CreateInstanceDto): Observable<InstanceView>;
  update(id: string, changes: InstanceChanges): Observable<InstanceView>;
  remove(id: string): Observable<void>;
  /** Asks how values fare that are not saved. */
  test(body: TestInstanceDto): Observable<HealthView>;
  health(id: string): Observable<HealthView>;
}

/** Keys of the texts in which the kinds differ. */
interface InstanceTexts {
  readonly title: string;
  readonly intro: string;
  readonly search: string;
  readonly empty: string;
  readonly add: string;
  readonly edit: string;
  readonly removeTitle: string;
}

/** A kind of extension whose instances are kept in a tab. */
export interface InstanceKind {
  readonly kind: ExtensionView['kind'];
  readonly api: InstanceApi;
  readonly texts: InstanceTexts;
  /** What a role has to be allowed to change them. */
  readonly manage: Action;
  /** Stands where there are none. */
  readonly icon: string;
  /** Where an instance has a page of its own: the key of what there is, and the way there. */
  readonly page?: { readonly label: string; readonly of: (instance: InstanceView) => readonly string[] };
  /** The key of what is said of an instance beneath its name, where there is something to say. */
  readonly noteOf?: (instance: InstanceView) => string | undefined;
}
