import { NotAllowedNowError } from './repository.errors.js';
import { UploadPlaces } from './upload-places.js';

describe('the places of uploads', () => {
  const places = new UploadPlaces();
  const forEver = () => new Promise<never>(() => undefined);

  it('are free again when an upload fails', async () => {
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(places.during(() => Promise.reject(new Error('broken off')))).rejects.toThrow(
        'broken off',
      );
  });

  it('are two: the work of a third does not begin', async () => {
    void places.during(forEver);
    void places.during(forEver);
    const work = () => Promise.reject(new Error('begun'));
    await expect(places.during(work)).rejects.toThrow(NotAllowedNowError);
  });
});
