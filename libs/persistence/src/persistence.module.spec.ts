import { Test } from '@nestjs/testing';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { DatabaseError } from './database.error.js';
import { LeadClaims } from './leads/lead-claims.js';
import { PersistenceModule } from './persistence.module.js';
import { GroupRepository } from './users/group.repository.js';

describe('the persistence module', () => {
  it('gives an application its repositories on a schema that is up to date', async () => {
    const database = await createTestDatabase();
    const application = await Test.createTestingModule({
      imports: [PersistenceModule.forRoot({ url: database.url })],
    }).compile();
    expect(await application.get(GroupRepository).all()).toHaveLength(1);
    expect(await application.get(LeadClaims).leftOver()).toEqual([]);
    await application.close();
    await database.dropped();
  });

  it('stops an application whose database cannot be used', async () => {
    const url = 'postgres://someone:secret@127.0.0.1:1/marcador';
    const compiled = Test.createTestingModule({ imports: [PersistenceModule.forRoot({ url })] }).compile();
    await expect(compiled).rejects.toThrow(DatabaseError);
  });
});
