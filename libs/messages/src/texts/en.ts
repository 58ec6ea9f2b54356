/**
 * What the service says to people, by the code under which programs know it. A name in double braces stands for a
 * value.
 */
export const en = {
  // Requests that are refused as a whole
  'request-unreadable': 'The service could not read the request. Reload the page and try again.',
  'validation-failed': 'Some values are not accepted.',
  'not-logged-in': 'Nobody is logged in: log in first.',
  'wrong-credentials': 'The user name or the password is wrong.',
  'send-credentials': 'Send a user name and a password, both as texts.',
  'user-just-changed': 'The user was changed at this moment: log in again.',
  'too-many-wrong-passwords': 'Too many wrong passwords: wait {{minutes}} min, then try again.',
  'no-enabled-group': 'None of your dialer groups is enabled: ask a Manager or a Master to enable one.',
  'password-change-required': 'Change your password first.',
  'role-forbids': 'Your role does not allow this.',
  'foreign-page': 'The request comes from a page of another site: use the web UI at this address.',
  'not-found': 'This does not exist any longer, or not for you.',
  'name-taken': 'This name is taken: choose another one.',
  'stale-version': 'Somebody else changed this meanwhile: load it again and repeat the change.',
  'too-large': 'This is larger than the service accepts: send less.',
  'wrong-type': 'The service does not accept this kind of file or content.',
  'internal-error':
    'The service failed to do this. Try again; if it happens again, look at the log of the service.',

  // Values of a request, field by field
  required: 'This is needed.',
  'unknown-field': 'The request has no such field.',
  'not-text': 'Give a text.',
  'too-many-characters': 'Give at most {{max}} characters.',
  'not-so-many-characters': 'Give {{min}} to {{max}} characters.',
  'not-integer-between': 'Give a whole number from {{min}} to {{max}}.',
  'not-integers-between': 'Give whole numbers from {{min}} to {{max}}, each once.',
  'not-boolean': 'Give true or false.',
  'not-object': 'Give an object.',
  'not-one-of': 'Give one of: {{choices}}.',
  'not-id': 'Give an id (UUID).',
  'not-row-id': 'The id in the address must be a whole number.',
  'not-ids': 'Give a list of ids (UUIDs).',
  'ids-twice': 'Name each id once.',
  'too-many-items': 'Give at most {{max}} of them.',
  'not-date': 'Give a date of the calendar, YYYY-MM-DD.',
  'not-time-of-day': 'Give a time of day from 00:00 to 24:00.',
  'not-instant': 'Give an instant, such as 2026-11-22T08:00:00Z.',
  'not-region': 'Give a region in two capital letters, such as BR.',
  'not-time-zone': 'Give an IANA time zone, such as America/Sao_Paulo.',
  'not-pilot-number': 'Give a number of 1 to 32 digits.',
  'not-caller-number': 'Give a number of up to 20 digits, with or without a + before them, or none.',
  'not-e164': 'Give a whole number in E.164 digits.',
  'not-cursor': 'Give the "next" or "previous" of another page in the same order.',
  'before-with-after': 'Do not give "before" together with "after": take one of them.',
  'nul-character': 'Leave out the NUL character.',

  // Values of a configured service or target
  'too-few-characters': 'Give at least {{min}} characters.',
  'not-whole-number': 'Give a whole number.',
  'not-number': 'Give a number.',
  'not-list': 'Give a list.',
  'below-minimum': 'Give {{min}} or more.',
  'above-maximum': 'Give {{max}} or less.',
  'not-above': 'Give more than {{min}}.',
  'not-below': 'Give less than {{max}}.',
  'too-few-items': 'Give at least {{min}} of them.',
  'not-multiple-of': 'Give a multiple of {{step}}.',
  'wrong-form': 'This does not have the right form.',
  'not-email': 'Give an e-mail address.',
  'not-address': 'Give a web address.',
  'not-web-address': 'Give an address that begins with http:// or https://.',
  'not-https-address': 'Give an address that begins with https://.',
  'user-in-address': 'Do not put user and password into the address.',
  'not-certificate': 'Give a certificate in PEM form.',
  'unknown-keys': 'There are no such settings: {{keys}}.',
  'unknown-extension':
    'There is no type "{{type}}": install the plugin that declares it, or choose another one.',

  // Users and passwords
  'other-password': 'Choose a password other than the current one.',
  'wrong-current-password': 'The current password is wrong.',
  'no-such-group': 'One of the dialer groups does not exist.',
  'not-yourself': 'You cannot remove yourself: ask somebody else to do it.',
  'not-your-user': 'This user belongs to dialer groups that are not yours, or is a Master: ask a Master.',
  'not-yours-to-give': 'You may give your own dialer groups only, at least one, and no role above your own.',
  'not-your-own-rights': 'You cannot change your own role and dialer groups: ask somebody else to do it.',
  'last-master': 'The last Master can be neither removed nor given another role: make another Master first.',

  // Campaigns
  'end-before-start': 'The last day comes before the first one.',
  'last-day-over': 'The last day is over already.',
  'day-ends-before-it-begins': 'A day has to end after it begins.',
  'no-such-weekday': 'None of these weekdays lies between the first and the last day.',
  'too-many-days': 'The date range has {{days}} days: choose at most {{max}}.',
  'choose-dnc-service': 'Choose one do-not-call service at least: no number is called unchecked.',
  'choose-own-group': 'There is no such dialer group: choose one of yours.',
  'group-disabled': 'The dialer group "{{group}}" is disabled: choose another one, or have it enabled first.',
  'no-such-queue': 'The dial target has no queue "{{queue}}"; it has: {{queues}}.',
  'no-queues': 'The dial target has no queues: set one up there.',
  'no-built-in': 'There is no "{{name}}": choose another one.',
  'no-such-instance': 'This is not configured any longer: choose one that is.',
  'campaign-started': 'The campaign "{{campaign}}" is started: stop it first.',
  'calls-go-on': 'The last calls of "{{campaign}}" have not ended yet: try again in a moment.',
  'used-was-removed': 'What the campaign uses was removed in the meantime: choose again.',
  'skipped-hours': 'On {{date}} the clocks of {{timeZone}} skip all of this time: choose other hours.',
  'most-days': 'The campaign has {{max}} days already: remove one first.',
  'day-there-already': 'There is a schedule entry on {{date}} already: change that one.',
  'all-days-over': 'All days of the campaign are over: add a schedule entry.',
  'day-over': "The day {{date}} is over: only today's and future entries change.",
  'search-takes-too-long':
    'It takes too long to find these call records: choose a campaign, or a shorter time.',

  // Leads, lists of numbers and files of them
  'number-there-already': 'The campaign has another lead with this number: take a different one.',
  'lead-finished': 'The lead is finished: only leads that will be called again can be changed.',
  'uploading-leads':
    'Leads are being uploaded into the campaign: wait for the end of the upload, or cancel it.',
  'two-uploads':
    'Two other files are being uploaded: wait until one of them is loaded, then upload this one.',
  'upload-given-up': 'The upload was given up: nothing was loaded.',
  'upload-silent':
    'Nothing more of the file came for {{seconds}} seconds, and nothing was changed: upload it again.',
  'send-csv': 'Send the CSV file itself as the body, with Content-Type: text/csv.',
  'file-too-large': 'The file is larger than {{megabytes}} MB: split it.',
  'file-empty': 'The file is empty: choose one with rows.',
  'file-not-text': 'The file is not a CSV: save it as "CSV (comma separated)" in UTF-8, then upload that.',
  'line-too-long':
    'The file is not a CSV: a line is longer than 1 MB. Save it with one row a line, then upload that.',
  'too-few-columns':
    'The file is not a CSV with {{columns}} columns or more: separate them by commas or semicolons, one row a line.',
  'file-unreadable':
    'The file is not a CSV: a quote is opened and not closed, or a row is longer than 64 KB. Nothing was loaded.',
  'file-unreadable-near':
    'The file is not a CSV near line {{line}}: a quote is opened and not closed, or a row is longer than 64 KB. Nothing was loaded.',
  'headings-of-numbers':
    'The header names more than one column of phone numbers ({{columns}}): put all numbers into one column.',
  'no-column-of-numbers':
    'No column has phone numbers in half of the first {{rows}} rows: write "Phone" above the right one, in the first line of the file.',
  'columns-of-numbers':
    'More than one column has phone numbers ({{columns}}): put all of them into one column, or write "Phone" above the one to take, in the first line of the file.',
  'no-numbers': 'No row of the file has a phone number: the list is left as it was.',
  'no-column-of-actions':
    'No column says A (add) or D (delete) in half of the first {{rows}} rows: a list of changes has to say it of each number.',
  'day-to-come': 'This day is still to come: a list is of today or of an earlier day.',
  'list-upload-under-way':
    'A file for this list is being uploaded: wait until it is loaded, then upload this one.',
  'no-upload-to-go-on': 'There is no unfinished upload of this list: upload the whole file.',
  'not-the-rest':
    'The unfinished upload goes on at byte {{bytes}} of the same file: choose that file again, or upload a new one from its beginning.',
  'other-file':
    'That is another file than the one whose upload broke off: choose that one again, or upload this one from its beginning.',
  'file-not-known':
    'The upload that broke off did not say which file it is of: upload the file from its beginning.',
  'keeps-no-numbers': '"{{name}}" keeps no list of numbers: choose the Embedded Service.',

  // Rows that are not taken
  'no-phone-number': 'There is no phone number.',
  'number-rounded': 'A spreadsheet has rounded the phone number: format its column as text.',
  'number-with-extension': 'The phone number has an extension, which cannot be dialled.',
  'number-length': 'The phone number is too long or too short for its country.',
  'number-too-short': 'The phone number is too short.',
  'number-too-long': 'The phone number is too long.',
  'number-without-country':
    'The phone number has no country code that exists: begin it with one, or set the default region.',
  'not-phone-number': 'This is not a phone number.',
  'no-change-action': 'The row does not say A (add) or D (delete).',
  'old-form-removed':
    'Only a Brazilian mobile number with its 9 goes off the list: the one without it is the same telephone, which may still be listed.',
  'one-column': 'There is one column only: separate name and phone by a comma or a semicolon.',
  'name-too-long': 'The name is longer than {{max}} characters.',
  'description-too-long': 'The description is longer than {{max}} characters.',
  'number-in-line': 'Line {{line}} has the number already.',
  'number-in-campaign': 'The campaign has the number already.',

  // Recorded messages
  'recording-used':
    'The campaign "{{campaign}}" leaves "{{recording}}" at answering machines: choose another one there first.',
  'send-wav': 'Send the WAV file itself as the body, with Content-Type: audio/wav.',
  'recording-too-large':
    'The file is larger than {{megabytes}} MB: save it with a lower sampling rate, or make it shorter.',
  'not-wav': 'The file is not a WAV file: save the recording as WAV (PCM, 16 bit).',
  'wav-coding':
    'The audio of the file is coded in a way that is not supported (format {{format}}, {{bits}} bit): save it as PCM, 16 bit.',
  'wav-rate':
    'The audio of the file has a sampling rate of {{rate}} Hz: save it with 8000, 16000, 44100 or 48000 Hz.',
  'recording-empty': 'The file has no audio: record the message again.',
  'recording-too-long': 'The message is longer than {{seconds}} seconds: make it shorter.',
  'recording-silent': 'Nothing can be heard in the recording: check the microphone and record it again.',
  'detector-follows-no-greetings':
    'The detector "{{detector}}" cannot tell when a greeting has ended, so that no message can be left with it: choose another detector, or no message.',
  'no-such-recording': 'There is no such recording in the group of the campaign: choose another one.',

  // Services and targets
  'instance-used': 'The campaign "{{campaign}}" uses "{{name}}": choose another one there first.',
  'instance-built-in': '"{{name}}" is built in: it can be neither changed nor removed.',
  'target-unreachable':
    'The dial target does not answer, so its queues and agents are not known. Test it, then try again.',
  'tells-no-agents':
    'Dial targets of this type do not tell who is logged on: look it up in the contact center.',
  'dnc-out-of-service': 'The do-not-call service gives no answer. Test it, then try again.',
  'in-service': 'In service.',
  'no-reason': 'The plugin failed without saying why.',
  'no-answer-within': 'No answer within {{ms}} ms.',
  'plugin-thread-ended': "The plugin's thread ended ({{reason}}). It is started again by itself.",
  'not-health-report': 'The plugin answered with something that is not a health report.',
  'not-dnc-answer': 'The plugin answered with something other than listed or not listed.',
  'not-queues': 'The plugin answered with something that is not a list of queues.',
  'not-agents': 'The plugin answered with something that is not a list of agents.',
  'not-queue-state': 'The plugin reported something that is not the state of a queue.',
  'queue-lost': 'The plugin lost the queue without saying why.',
  'target-connecting': 'The dial target was configured anew and is being connected.',
  'queue-not-reported': 'The dial target has not reported this queue yet.',
  'not-configured': 'This is not configured: choose another one.',
  'shutting-down': 'The service is shutting down.',
  'wrong-kind': '"{{name}}" is of another kind than what is needed here: choose another one.',
  'config-not-usable': 'The settings are not usable. Check: {{fields}}.',
  'keeps-no-answers':
    'Only do-not-call services that are asked elsewhere have answers that can be kept: give 0.',
  'secret-other-key':
    'Its secrets were sealed with the key {{key}}, which the service does not have: put that key back (secrets in the configuration) and start again, or change the settings here and give the secrets again.',
  'secret-damaged':
    'Its secrets in the database were damaged, or belong to another place there: change the settings here and give the secrets again.',
  'secret-unreadable': 'The saved secret cannot be read: give it again.',
  'secret-with-change':
    '"{{field}}" is not as it was saved, and the secret might go elsewhere with it: give the secret again.',

  // Plugins
  'plugin-too-large': 'The package is larger than {{megabytes}} MB: pack only what the plugin needs.',
  'plugin-unpacks-too-large':
    'Unpacked, the package is larger than {{megabytes}} MB or has more than {{files}} files: pack only what the plugin needs.',
  'plugin-not-package': 'The file is not a plugin package: choose the .tgz that "npm pack" has made.',
  'plugin-unsafe-file':
    'The package has "{{file}}", which is not a plain file inside of it: pack it with "npm pack".',
  'plugin-no-package-json': 'The package has no package.json that can be read: pack it with "npm pack".',
  'plugin-manifest': 'The package.json of the package is not that of a plugin. Check: {{fields}}.',
  'plugin-api':
    '"{{name}}" was made for version {{range}} of the plugin contract, and this service has {{version}}: take a version of it that fits.',
  'plugin-bundles-host':
    'The package brings its own "{{package}}", which the service lends to plugins: take it out of bundleDependencies, then pack it again.',
  'plugin-no-entry': 'The package of "{{name}}" lacks its entry {{file}}: build it, then pack it again.',
  'plugin-lacks-dependency':
    '"{{name}}" needs "{{package}}", which is not in the package: name it in bundleDependencies, then pack it again.',
  'plugin-not-defined':
    'Its default export does not come from a define function of @marcador/plugin-api: export what that returns.',
  'plugin-declares':
    'The manifest of "{{name}}" promises {{manifest}}, but its code declares {{code}}: make both the same.',
  'plugin-detector-module':
    'The detector "{{id}}" of "{{name}}" does not say where its module is: give it module: import.meta.url.',
  'plugin-extension-taken': 'Two plugins declare the {{kind}} "{{id}}": remove one of them.',
  'plugin-import-failed': '"{{name}}" cannot be loaded: {{cause}}',
  'plugin-import-hangs':
    '"{{name}}" cannot be loaded: its import holds everything up for more than {{ms}} ms.',
  'plugin-ended-service':
    '"{{name}}" is not loaded, because the service ended {{times}} times in a row within {{seconds}} s of loading it: look into its log, then enable the plugin to try again, or install another version.',
  'plugin-not-unpacked':
    'The package cannot be unpacked on this node ({{cause}}): make room, and see that the data folder can be written.',
  'plugin-hash':
    'The stored package is not the one that was installed (its SHA-512 differs): install it again.',
  'plugin-gone': 'The plugin "{{name}}" was removed in the meantime: load the list again.',
  'plugin-not-reconciled': 'This node has not taken it up yet: wait a moment.',
  'plugin-there-already': 'The plugin "{{name}}" {{version}} is installed already: there is nothing to do.',
  'plugin-other-contents':
    'The plugin "{{name}}" {{version}} is installed with other contents: give the new package another version.',
  'plugin-built-in': 'The plugin "{{name}}" comes with the product: give yours another name.',
  'plugin-disabled': 'The plugin "{{name}}" is disabled: enable it first.',
  'plugin-worse':
    'The old version serves on, because "{{instance}}" would not be in service with the new one: {{reason}}',
  'plugin-used-by-campaign':
    'The campaign "{{campaign}}" uses "{{instance}}" of this plugin: stop it, and let its last calls end first.',
  'plugin-has-instances': '"{{instance}}" is configured with this plugin: remove that first.',
  'plugin-drops-type':
    'The new version has no {{kind}} "{{id}}" any more, with which "{{instance}}" is configured: remove that first.',
  'plugin-no-previous':
    'The plugin "{{name}}" has no version before this one to roll back to: install the package that you want.',
  'send-package': 'Send the .tgz file itself as the body, with Content-Type: application/gzip.',

  // Web services that are asked
  'service-answers': '{{host}} answers.',
  'queues-there': '{{host}} answers. Queues: {{count}}.',
  'numbers-on-list': 'Numbers on the list: {{count}}, as of {{day}}.',
  'undated-numbers': 'Numbers on the list: {{count}}; the day that they are of is not known.',
  'nothing-on-list': 'No list of numbers was uploaded yet.',
  'service-unreachable': '{{host}} cannot be reached ({{cause}}).',
  'service-silent': '{{host}} did not answer within {{ms}} ms.',
  'certificate-not-trusted':
    '{{host}} has a certificate that is not trusted ({{cause}}): configure the CA certificate that issued it.',
  'tls-fault': '{{host}} does not speak TLS as it should ({{cause}}).',
  'answer-too-large': '{{host}} answered with far too much data: check the address.',
  'answer-not-understood': '{{host}} answered with something other than it should: check the address.',
  'answer-other-than': '{{host}} answered with something other than {{expected}}: check the address.',
  'answer-status': '{{host}} answered with status {{status}} instead of 200.',
  'service-refused': '{{host}} refuses: {{cause}}.',
  'answer-of-other-number': '{{host}} answered about another number than the one asked.',
  'state-too-old': '{{host}} answered with a state older than its events.',
  'events-lost': 'Events of {{host}} were lost: its state is being read again.',
  'queue-unknown': '{{host}} has no queue "{{queue}}": choose another one for the campaign.',

  // Calls that cannot leave
  'no-audio-for-call': 'There is no audio for calls ({{cause}}).',
  'no-way-for-call': 'The communication platform cannot be reached ({{cause}}).',

  // Files for people
  'column-name': 'Name',
  'column-phone': 'Phone',
  'column-description': 'Description',
  'column-line': 'Line',
  'column-reason': 'Reason',
} as const;
