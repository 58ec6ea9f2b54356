import type { en } from './en.js';

/** The service's sentences in Spanish. */
export const es: Readonly<Record<keyof typeof en, string>> = {
  // Requests that are refused as a whole
  'request-unreadable':
    'El servicio no pudo leer la petición. Vuelva a cargar la página e inténtelo de nuevo.',
  'validation-failed': 'Algunos valores no se aceptan.',
  'not-logged-in': 'Nadie ha iniciado sesión: inicie sesión primero.',
  'wrong-credentials': 'El nombre de usuario o la contraseña no es correcto.',
  'send-credentials': 'Envíe un nombre de usuario y una contraseña, ambos como texto.',
  'user-just-changed': 'El usuario acaba de cambiarse: inicie sesión de nuevo.',
  'too-many-wrong-passwords':
    'Demasiadas contraseñas incorrectas: espere {{minutes}} min e inténtelo de nuevo.',
  'no-enabled-group':
    'Ninguno de sus grupos de marcadores está activado: pida a un Gestor o a un Maestro que active uno.',
  'password-change-required': 'Cambie primero su contraseña.',
  'role-forbids': 'Su rol no permite esta operación.',
  'foreign-page': 'La petición viene de una página de otro sitio: use la interfaz web de esta dirección.',
  'not-found': 'Esto ya no existe, o no existe para usted.',
  'name-taken': 'Este nombre ya existe: elija otro.',
  'stale-version': 'Mientras tanto otra persona lo ha cambiado: vuelva a cargarlo y repita el cambio.',
  'too-large': 'Esto es mayor de lo que acepta el servicio: envíe menos.',
  'wrong-type': 'El servicio no acepta este tipo de archivo o de contenido.',
  'internal-error':
    'El servicio ha fallado. Inténtelo de nuevo; si se repite, consulte el registro del servicio.',

  // Values of a request, field by field
  required: 'Campo obligatorio.',
  'unknown-field': 'La petición no tiene este campo.',
  'not-text': 'Indique un texto.',
  'too-many-characters': 'Indique como máximo {{max}} caracteres.',
  'not-so-many-characters': 'Indique de {{min}} a {{max}} caracteres.',
  'not-integer-between': 'Indique un número entero de {{min}} a {{max}}.',
  'not-integers-between': 'Indique números enteros de {{min}} a {{max}}, cada uno una sola vez.',
  'not-boolean': 'Indique verdadero o falso.',
  'not-object': 'Indique un objeto.',
  'not-one-of': 'Indique uno de estos valores: {{choices}}.',
  'not-id': 'Indique un identificador (UUID).',
  'not-row-id': 'El identificador de la dirección debe ser un número entero.',
  'not-ids': 'Indique una lista de identificadores (UUID).',
  'ids-twice': 'Indique cada identificador una sola vez.',
  'too-many-items': 'Indique como máximo {{max}} elementos.',
  'not-date': 'Indique una fecha del calendario, con el formato AAAA-MM-DD.',
  'not-time-of-day': 'Indique una hora de 00:00 a 24:00.',
  'not-instant': 'Indique un instante, como 2026-11-22T08:00:00Z.',
  'not-region': 'Indique una región con dos letras mayúsculas, como BR.',
  'not-time-zone': 'Indique una zona horaria IANA, como America/Sao_Paulo.',
  'not-pilot-number': 'Indique un número de 1 a 32 dígitos.',
  'not-caller-number': 'Indique un número de hasta 20 dígitos, con o sin + delante, o nada.',
  'not-e164': 'Indique un número completo, en dígitos E.164.',
  'not-cursor': 'Indique el "next" o el "previous" de otra página en el mismo orden.',
  'before-with-after': 'No indique "before" junto con "after": use solo uno de ellos.',
  'nul-character': 'Quite el carácter NUL.',

  // Values of a configured service or target
  'too-few-characters': 'Indique como mínimo {{min}} caracteres.',
  'not-whole-number': 'Indique un número entero.',
  'not-number': 'Indique un número.',
  'not-list': 'Indique una lista.',
  'below-minimum': 'Indique {{min}} o más.',
  'above-maximum': 'Indique {{max}} o menos.',
  'not-above': 'Indique más de {{min}}.',
  'not-below': 'Indique menos de {{max}}.',
  'too-few-items': 'Indique como mínimo {{min}} elementos.',
  'not-multiple-of': 'Indique un múltiplo de {{step}}.',
  'wrong-form': 'El valor no tiene la forma correcta.',
  'not-email': 'Indique una dirección de correo electrónico.',
  'not-address': 'Indique una dirección web.',
  'not-web-address': 'Indique una dirección que empiece por http:// o https://.',
  'not-https-address': 'Indique una dirección que empiece por https://.',
  'user-in-address': 'No ponga usuario ni contraseña en la dirección.',
  'not-certificate': 'Indique un certificado en formato PEM.',
  'unknown-keys': 'Estos ajustes no existen: {{keys}}.',
  'unknown-extension': 'No existe el tipo «{{type}}»: instale el complemento que lo declara o elija otro.',

  // Users and passwords
  'other-password': 'Elija una contraseña distinta de la actual.',
  'wrong-current-password': 'La contraseña actual no es correcta.',
  'no-such-group': 'Uno de los grupos de marcadores no existe.',
  'not-yourself': 'No puede eliminarse a sí mismo: pida a otra persona que lo haga.',
  'not-your-user':
    'Este usuario pertenece a grupos de marcadores que no son suyos, o es un Maestro: pídalo a un Maestro.',
  'not-yours-to-give':
    'Solo puede asignar sus propios grupos de marcadores, al menos uno, y ningún rol superior al suyo.',
  'not-your-own-rights':
    'No puede cambiar su propio rol ni sus grupos de marcadores: pida a otra persona que lo haga.',
  'last-master': 'El último Maestro no se puede eliminar ni recibir otro rol: cree otro Maestro primero.',

  // Campaigns
  'end-before-start': 'El último día es anterior al primero.',
  'last-day-over': 'El último día ya ha pasado.',
  'day-ends-before-it-begins': 'El día tiene que terminar después de empezar.',
  'no-such-weekday': 'Ninguno de estos días de la semana está entre el primer y el último día.',
  'too-many-days': 'El período tiene {{days}} días: elija como máximo {{max}}.',
  'choose-dnc-service': 'Elija al menos un servicio No llamar: no se llama a ningún número sin comprobarlo.',
  'choose-own-group': 'Este grupo de marcadores no existe: elija uno de los suyos.',
  'group-disabled':
    'El grupo de marcadores «{{group}}» está desactivado: elija otro o pida que lo activen primero.',
  'no-such-queue': 'El destino de marcación no tiene la cola «{{queue}}»; tiene: {{queues}}.',
  'no-queues': 'El destino de marcación no tiene colas: configure una en él.',
  'no-built-in': 'No existe «{{name}}»: elija otro.',
  'no-such-instance': 'Esto ya no está configurado: elija uno que lo esté.',
  'campaign-started': 'La campaña «{{campaign}}» está iniciada: deténgala primero.',
  'calls-go-on':
    'Las últimas llamadas de «{{campaign}}» aún no han terminado: inténtelo de nuevo en un momento.',
  'used-was-removed': 'Lo que usa la campaña se eliminó mientras tanto: elija de nuevo.',
  'skipped-hours': 'El {{date}} los relojes de {{timeZone}} se saltan todo este tiempo: elija otro horario.',
  'most-days': 'La campaña ya tiene {{max}} días: elimine uno primero.',
  'day-there-already': 'Ya hay una entrada de la programación el {{date}}: modifíquela.',
  'all-days-over': 'Todos los días de la campaña han pasado: añada un día a la programación.',
  'day-over': 'El día {{date}} ya ha pasado: solo se cambian las entradas de hoy y de los días siguientes.',
  'search-takes-too-long':
    'La búsqueda de estos registros de llamadas tarda demasiado: elija una campaña o un período más corto.',

  // Leads, lists of numbers and files of them
  'number-there-already': 'La campaña ya tiene otro lead con este número: indique uno distinto.',
  'lead-finished': 'El lead está terminado: solo se cambian los leads a los que aún se llamará.',
  'uploading-leads': 'Se están cargando leads en la campaña: espere al final de la carga o cancélela.',
  'two-uploads':
    'Se están cargando otros dos archivos: espere a que termine uno de ellos y cargue este después.',
  'upload-given-up': 'La carga se ha cancelado: no se ha cargado nada.',
  'upload-silent':
    'No ha llegado nada más del archivo durante {{seconds}} segundos y no se ha cambiado nada: cárguelo de nuevo.',
  'send-csv': 'Envíe el propio archivo CSV como cuerpo de la petición, con Content-Type: text/csv.',
  'file-too-large': 'El archivo tiene más de {{megabytes}} MB: divídalo.',
  'file-empty': 'El archivo está vacío: elija uno que tenga filas.',
  'file-not-text':
    'El archivo no es un CSV: guárdelo como «CSV (delimitado por comas)» en UTF-8 y cargue ese archivo.',
  'line-too-long':
    'El archivo no es un CSV: una línea tiene más de 1 MB. Guárdelo con una fila por línea y cargue ese archivo.',
  'too-few-columns':
    'El archivo no es un CSV con {{columns}} columnas o más: sepárelas por coma o punto y coma, con una fila por línea.',
  'file-unreadable':
    'El archivo no es un CSV: hay unas comillas abiertas sin cerrar o una fila tiene más de 64 KB. No se ha cargado nada.',
  'file-unreadable-near':
    'El archivo no es un CSV cerca de la línea {{line}}: hay unas comillas abiertas sin cerrar o una fila tiene más de 64 KB. No se ha cargado nada.',
  'headings-of-numbers':
    'La cabecera indica más de una columna de números de teléfono ({{columns}}): ponga todos los números en una sola columna.',
  'no-column-of-numbers':
    'Ninguna columna tiene números de teléfono en la mitad de las primeras {{rows}} filas: escriba «Teléfono» encima de la correcta, en la primera línea del archivo.',
  'columns-of-numbers':
    'Más de una columna tiene números de teléfono ({{columns}}): póngalos todos en una sola columna o escriba «Teléfono» encima de la que vale, en la primera línea del archivo.',
  'no-numbers': 'Ninguna fila del archivo tiene un número de teléfono: la lista queda como estaba.',
  'no-column-of-actions':
    'Ninguna columna dice A (añadir) o D (eliminar) en la mitad de las primeras {{rows}} filas: una lista de cambios debe decirlo de cada número.',
  'day-to-come': 'Ese día todavía no ha llegado: una lista es de hoy o de un día anterior.',
  'list-upload-under-way':
    'Se está cargando un archivo para esta lista: espere a que termine y cargue este después.',
  'no-upload-to-go-on': 'No hay ninguna carga interrumpida de esta lista: cargue el archivo entero.',
  'not-the-rest':
    'La carga interrumpida continúa en el byte {{bytes}} del mismo archivo: elíjalo de nuevo o cargue otro desde el principio.',
  'other-file':
    'Este no es el archivo cuya carga se interrumpió: elija aquel de nuevo o cargue este desde el principio.',
  'file-not-known': 'La carga interrumpida no dice de qué archivo es: cargue el archivo desde el principio.',
  'keeps-no-numbers': '«{{name}}» no guarda una lista de números: elija el Servicio integrado.',

  // Rows that are not taken
  'no-phone-number': 'Falta el número de teléfono.',
  'number-rounded':
    'Una hoja de cálculo ha redondeado el número de teléfono: dé a la columna formato de texto.',
  'number-with-extension': 'El número de teléfono tiene una extensión, que no se puede marcar.',
  'number-length': 'El número de teléfono es demasiado largo o demasiado corto para su país.',
  'number-too-short': 'El número de teléfono es demasiado corto.',
  'number-too-long': 'El número de teléfono es demasiado largo.',
  'number-without-country':
    'El número de teléfono no tiene un código de país que exista: empiece por uno o defina la región predeterminada.',
  'not-phone-number': 'Esto no es un número de teléfono.',
  'no-change-action': 'La fila no dice A (añadir) ni D (eliminar).',
  'old-form-removed':
    'Solo un móvil brasileño con su 9 sale de la lista: el número sin él es el mismo teléfono, que aún puede estar en la lista.',
  'one-column': 'Hay una sola columna: separe nombre y teléfono por coma o punto y coma.',
  'name-too-long': 'El nombre tiene más de {{max}} caracteres.',
  'description-too-long': 'La descripción tiene más de {{max}} caracteres.',
  'number-in-line': 'El número ya está en la línea {{line}}.',
  'number-in-campaign': 'El número ya está en la campaña.',

  // Recorded messages
  'recording-used':
    'La campaña «{{campaign}}» deja «{{recording}}» en contestadores: elija antes otro mensaje en ella.',
  'send-wav': 'Envíe el propio archivo WAV como cuerpo, con Content-Type: audio/wav.',
  'recording-too-large':
    'El archivo tiene más de {{megabytes}} MB: guárdelo con una frecuencia de muestreo menor o acórtelo.',
  'not-wav': 'El archivo no es un WAV: guarde la grabación como WAV (PCM, 16 bits).',
  'wav-coding':
    'El audio del archivo tiene una codificación que no se admite (formato {{format}}, {{bits}} bits): guárdelo como PCM, 16 bits.',
  'wav-rate':
    'El audio del archivo tiene una frecuencia de muestreo de {{rate}} Hz: guárdelo con 8000, 16000, 44100 o 48000 Hz.',
  'recording-empty': 'El archivo no tiene audio: grabe el mensaje de nuevo.',
  'recording-too-long': 'El mensaje dura más de {{seconds}} segundos: acórtelo.',
  'recording-silent': 'No se oye nada en la grabación: compruebe el micrófono y grabe de nuevo.',
  'detector-follows-no-greetings':
    'El detector "{{detector}}" no puede saber cuándo termina un saludo, por lo que con él no se pueden dejar mensajes: elija otro detector o ningún mensaje.',
  'no-such-recording': 'No existe ese mensaje grabado en el grupo de la campaña: elija otro.',

  // Services and targets
  'instance-used': 'La campaña «{{campaign}}» usa «{{name}}»: elija antes otro en ella.',
  'instance-built-in': '«{{name}}» forma parte del sistema: no se puede cambiar ni eliminar.',
  'target-unreachable':
    'El destino de marcación no responde, por lo que no se conocen sus colas ni sus agentes. Pruébelo y vuelva a intentarlo.',
  'tells-no-agents':
    'Los destinos de marcación de este tipo no indican quién está conectado: consúltelo en el centro de contacto.',
  'dnc-out-of-service': 'El servicio No llamar no responde. Pruébelo y vuelva a intentarlo.',
  'in-service': 'En servicio.',
  'no-reason': 'El complemento ha fallado sin indicar por qué.',
  'no-answer-within': 'Sin respuesta en {{ms}} ms.',
  'plugin-thread-ended': 'El hilo del complemento ha terminado ({{reason}}). Se vuelve a iniciar solo.',
  'not-health-report': 'El complemento ha respondido con algo que no es un informe de estado.',
  'not-dnc-answer': 'El complemento ha respondido con algo que no dice si el número figura en la lista.',
  'not-queues': 'El complemento ha respondido con algo que no es una lista de colas.',
  'not-agents': 'El complemento ha respondido con algo que no es una lista de agentes.',
  'not-queue-state': 'El complemento ha comunicado algo que no es el estado de una cola.',
  'queue-lost': 'El complemento ha perdido la cola sin indicar por qué.',
  'target-connecting': 'El destino de marcación se ha reconfigurado y se está conectando.',
  'queue-not-reported': 'El destino de marcación aún no ha comunicado el estado de esta cola.',
  'not-configured': 'Esto no está configurado: elija otro.',
  'shutting-down': 'El servicio se está cerrando.',
  'wrong-kind': '«{{name}}» es de otra categoría que la necesaria aquí: elija otro.',
  'config-not-usable': 'Los ajustes no se pueden usar. Compruebe: {{fields}}.',
  'keeps-no-answers':
    'Solo se pueden guardar las respuestas de servicios de exclusión consultados externamente: indique 0.',
  'secret-other-key':
    'Los secretos se cifraron con la clave {{key}}, que el servicio no tiene: reponga esa clave (secrets en la configuración) y vuelva a iniciar, o cambie los ajustes aquí e indique los secretos de nuevo.',
  'secret-damaged':
    'Los secretos de la base de datos están dañados o pertenecen a otro lugar de ella: cambie los ajustes aquí e indique los secretos de nuevo.',
  'secret-unreadable': 'No se puede leer el secreto guardado: indíquelo de nuevo.',
  'secret-with-change':
    '«{{field}}» no está como se guardó, y el secreto podría ir a otro lugar: indique el secreto de nuevo.',

  // Complementos
  'plugin-too-large':
    'El paquete supera los {{megabytes}} MB: empaquete solo lo que el complemento necesita.',
  'plugin-unpacks-too-large':
    'Descomprimido, el paquete supera los {{megabytes}} MB o tiene más de {{files}} archivos: empaquete solo lo que el complemento necesita.',
  'plugin-not-package': 'El archivo no es un paquete de complemento: elija el .tgz que «npm pack» ha creado.',
  'plugin-unsafe-file':
    'El paquete tiene «{{file}}», que no es un archivo común dentro de él: empaquételo con «npm pack».',
  'plugin-no-package-json': 'El paquete no tiene un package.json legible: empaquételo con «npm pack».',
  'plugin-manifest': 'El package.json del paquete no es el de un complemento. Revise: {{fields}}.',
  'plugin-api':
    '«{{name}}» se hizo para la versión {{range}} del contrato de complementos, y este servicio tiene la {{version}}: use una versión que sirva.',
  'plugin-bundles-host':
    'El paquete trae su propio «{{package}}», que el servicio presta a los complementos: quítelo de bundleDependencies y empaquete de nuevo.',
  'plugin-no-entry': 'Al paquete de «{{name}}» le falta la entrada {{file}}: compílelo y empaquete de nuevo.',
  'plugin-lacks-dependency':
    '«{{name}}» necesita «{{package}}», que no está en el paquete: inclúyalo en bundleDependencies y empaquete de nuevo.',
  'plugin-not-defined':
    'La exportación predeterminada no viene de una función define de @marcador/plugin-api: exporte lo que ella devuelve.',
  'plugin-declares':
    'El manifiesto de «{{name}}» promete {{manifest}}, pero el código declara {{code}}: haga que coincidan.',
  'plugin-detector-module':
    'El detector «{{id}}» de «{{name}}» no dice dónde está su módulo: dele module: import.meta.url.',
  'plugin-extension-taken': 'Dos complementos declaran el {{kind}} «{{id}}»: quite uno de ellos.',
  'plugin-import-failed': 'No se puede cargar «{{name}}»: {{cause}}',
  'plugin-import-hangs':
    'No se puede cargar «{{name}}»: la importación lo paraliza todo durante más de {{ms}} ms.',
  'plugin-ended-service':
    '«{{name}}» no se carga, porque el servicio terminó {{times}} veces seguidas menos de {{seconds}} s después de cargarlo: consulte el registro y luego active el complemento para volver a intentarlo, o instale otra versión.',
  'plugin-not-unpacked':
    'No se puede descomprimir el paquete en este nodo ({{cause}}): libere espacio y compruebe que se puede escribir en la carpeta de datos.',
  'plugin-hash': 'El paquete guardado no es el que se instaló (su SHA-512 es otro): instálelo de nuevo.',
  'plugin-gone': 'El complemento «{{name}}» se ha quitado entretanto: cargue la lista de nuevo.',
  'plugin-not-reconciled': 'Este nodo aún no lo ha tomado: espere un momento.',
  'plugin-there-already': 'El complemento «{{name}}» {{version}} ya está instalado: no hay nada que hacer.',
  'plugin-other-contents':
    'El complemento «{{name}}» {{version}} está instalado con otro contenido: dé otra versión al nuevo paquete.',
  'plugin-built-in': 'El complemento «{{name}}» viene con el producto: dé otro nombre al suyo.',
  'plugin-disabled': 'El complemento «{{name}}» está desactivado: actívelo primero.',
  'plugin-worse':
    'La versión anterior sigue en servicio, porque «{{instance}}» no lo estaría con la nueva: {{reason}}',
  'plugin-used-by-campaign':
    'La campaña «{{campaign}}» usa «{{instance}}» de este complemento: deténgala y deje terminar sus últimas llamadas.',
  'plugin-has-instances': '«{{instance}}» está configurado con este complemento: quítelo primero.',
  'plugin-drops-type':
    'La nueva versión ya no tiene el {{kind}} «{{id}}», con el que «{{instance}}» está configurado: quítelo primero.',
  'plugin-no-previous':
    'El complemento «{{name}}» no tiene una versión anterior a la que volver: instale el paquete que quiera.',
  'send-package': 'Envíe el propio archivo .tgz como cuerpo, con Content-Type: application/gzip.',

  // Web services that are asked
  'service-answers': '{{host}} responde.',
  'queues-there': '{{host}} responde. Colas: {{count}}.',
  'numbers-on-list': 'Números en la lista: {{count}}, del {{day}}.',
  'undated-numbers': 'Números en la lista: {{count}}; no se sabe de qué día son.',
  'nothing-on-list': 'Todavía no se ha cargado ninguna lista de números.',
  'service-unreachable': 'No se puede contactar con {{host}} ({{cause}}).',
  'service-silent': '{{host}} no ha respondido en {{ms}} ms.',
  'certificate-not-trusted':
    'El certificado de {{host}} no es de confianza ({{cause}}): configure el certificado de la CA que lo emitió.',
  'tls-fault': '{{host}} no usa TLS como debería ({{cause}}).',
  'answer-too-large': '{{host}} ha respondido con demasiados datos: compruebe la dirección.',
  'answer-not-understood': '{{host}} ha respondido con algo distinto de lo esperado: compruebe la dirección.',
  'answer-other-than': '{{host}} ha respondido con algo distinto de {{expected}}: compruebe la dirección.',
  'answer-status': '{{host}} ha respondido con el estado {{status}} en lugar de 200.',
  'service-refused': '{{host}} lo rechaza: {{cause}}.',
  'answer-of-other-number': '{{host}} ha respondido sobre un número distinto del consultado.',
  'state-too-old': '{{host}} ha respondido con un estado anterior a sus eventos.',
  'events-lost': 'Se han perdido eventos de {{host}}: su estado se está leyendo de nuevo.',
  'queue-unknown': '{{host}} no tiene la cola «{{queue}}»: elija otra para la campaña.',

  // Calls that cannot leave
  'no-audio-for-call': 'No hay audio para las llamadas ({{cause}}).',
  'no-way-for-call': 'No se puede contactar con la plataforma de comunicaciones ({{cause}}).',

  // Files for people
  'column-name': 'Nombre',
  'column-phone': 'Teléfono',
  'column-description': 'Descripción',
  'column-line': 'Línea',
  'column-reason': 'Motivo',
};
