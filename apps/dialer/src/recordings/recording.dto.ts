import { RECORDING_SORTS } from '@marcador/persistence/recordings/recording.repository.js';
import { ApiProperty } from '@nestjs/swagger';
import { IdField, TextField } from '../http/fields.js';
import { sortedQuery } from '../http/page.js';

/** Which recordings are wanted. */
export class RecordingsQuery extends sortedQuery('RecordingSort', RECORDING_SORTS) {
  @IdField({ description: 'only those of this dialer group', optional: true })
  groupId?: string;
}

/** What is said of an uploaded file, in the query. */
export class UploadRecordingQuery {
  @TextField({ description: 'unique within the dialer group', min: 1, max: 100 })
  name!: string;

  @IdField({ description: 'the dialer group whose campaigns may leave it' })
  groupId!: string;
}

class RecordingGroupView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  name!: string;
}

/** A recorded message. */
export class RecordingView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: 'whose campaigns may leave it' })
  group!: RecordingGroupView;
  @ApiProperty({ type: 'integer', description: 'ms' })
  durationMs!: number;
  @ApiProperty({ description: 'of its samples as they are played, in hex' })
  sha256!: string;
  @ApiProperty({ description: 'the name of the user' })
  uploadedBy!: string;
  @ApiProperty()
  uploadedAt!: Date;
}
