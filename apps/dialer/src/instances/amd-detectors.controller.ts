import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { instanceRoutes } from './instance-routes.js';

const DETECTORS = {
  kind: 'amd-detector',
  read: 'extension:read',
  manage: 'extension:manage',
  one: 'AmdDetector',
  many: 'AmdDetectors',
} as const;

/** Answering machine detectors. */
@ApiTags('extensions')
@Controller('api/v1/amd-detectors')
export class AmdDetectorsController extends instanceRoutes(DETECTORS) {}
