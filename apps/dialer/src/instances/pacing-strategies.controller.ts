import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { instanceRoutes } from './instance-routes.js';

const STRATEGIES = {
  kind: 'pacing-strategy',
  read: 'extension:read',
  manage: 'extension:manage',
  one: 'PacingStrategy',
  many: 'PacingStrategies',
} as const;

/** How calls are paced. */
@ApiTags('extensions')
@Controller('api/v1/pacing-strategies')
export class PacingStrategiesController extends instanceRoutes(STRATEGIES) {}
