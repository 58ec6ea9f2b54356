import type { en } from './en.js';

/** The service's sentences in the Portuguese of Brazil. */
export const pt: Readonly<Record<keyof typeof en, string>> = {
  // Requests that are refused as a whole
  'request-unreadable': 'O serviço não conseguiu ler o pedido. Recarregue a página e tente novamente.',
  'validation-failed': 'Alguns valores não são aceitos.',
  'not-logged-in': 'Ninguém está conectado: entre primeiro.',
  'wrong-credentials': 'O nome de usuário ou a senha está incorreto.',
  'send-credentials': 'Envie um nome de usuário e uma senha, ambos como texto.',
  'user-just-changed': 'O usuário acaba de ser alterado: entre novamente.',
  'too-many-wrong-passwords': 'Senhas incorretas demais: aguarde {{minutes}} min e tente novamente.',
  'no-enabled-group':
    'Nenhum dos seus grupos de discadores está ativado: peça a um Gestor ou a um Mestre que ative um deles.',
  'password-change-required': 'Troque a sua senha primeiro.',
  'role-forbids': 'A sua função não permite esta operação.',
  'foreign-page': 'O pedido vem de uma página de outro site: use a interface web neste endereço.',
  'not-found': 'Isto não existe mais, ou não existe para você.',
  'name-taken': 'Este nome já existe: escolha outro.',
  'stale-version':
    'Outra pessoa alterou este item nesse meio-tempo: carregue-o novamente e repita a alteração.',
  'too-large': 'Isto é maior do que o serviço aceita: envie menos.',
  'wrong-type': 'O serviço não aceita este tipo de arquivo ou de conteúdo.',
  'internal-error': 'O serviço falhou. Tente novamente; se acontecer de novo, consulte o log do serviço.',

  // Values of a request, field by field
  required: 'Campo obrigatório.',
  'unknown-field': 'O pedido não tem este campo.',
  'not-text': 'Informe um texto.',
  'too-many-characters': 'Informe no máximo {{max}} caracteres.',
  'not-so-many-characters': 'Informe de {{min}} a {{max}} caracteres.',
  'not-integer-between': 'Informe um número inteiro de {{min}} a {{max}}.',
  'not-integers-between': 'Informe números inteiros de {{min}} a {{max}}, cada um uma única vez.',
  'not-boolean': 'Informe verdadeiro ou falso.',
  'not-object': 'Informe um objeto.',
  'not-one-of': 'Informe um destes valores: {{choices}}.',
  'not-id': 'Informe um identificador (UUID).',
  'not-row-id': 'O identificador no endereço deve ser um número inteiro.',
  'not-ids': 'Informe uma lista de identificadores (UUID).',
  'ids-twice': 'Informe cada identificador uma única vez.',
  'too-many-items': 'Informe no máximo {{max}} itens.',
  'not-date': 'Informe uma data do calendário, no formato AAAA-MM-DD.',
  'not-time-of-day': 'Informe um horário de 00:00 a 24:00.',
  'not-instant': 'Informe um instante, como 2026-11-22T08:00:00Z.',
  'not-region': 'Informe uma região com duas letras maiúsculas, como BR.',
  'not-time-zone': 'Informe um fuso horário IANA, como America/Sao_Paulo.',
  'not-pilot-number': 'Informe um número de 1 a 32 dígitos.',
  'not-caller-number': 'Informe um número de até 20 dígitos, com ou sem + antes, ou nenhum.',
  'not-e164': 'Informe um número completo, em dígitos E.164.',
  'not-cursor': 'Informe o "next" ou o "previous" de outra página na mesma ordem.',
  'before-with-after': 'Não informe "before" junto com "after": use só um deles.',
  'nul-character': 'Retire o caractere NUL.',

  // Values of a configured service or target
  'too-few-characters': 'Informe no mínimo {{min}} caracteres.',
  'not-whole-number': 'Informe um número inteiro.',
  'not-number': 'Informe um número.',
  'not-list': 'Informe uma lista.',
  'below-minimum': 'Informe {{min}} ou mais.',
  'above-maximum': 'Informe {{max}} ou menos.',
  'not-above': 'Informe mais do que {{min}}.',
  'not-below': 'Informe menos do que {{max}}.',
  'too-few-items': 'Informe no mínimo {{min}} itens.',
  'not-multiple-of': 'Informe um múltiplo de {{step}}.',
  'wrong-form': 'O valor não tem a forma correta.',
  'not-email': 'Informe um endereço de e-mail.',
  'not-address': 'Informe um endereço web.',
  'not-web-address': 'Informe um endereço que comece com http:// ou https://.',
  'not-https-address': 'Informe um endereço que comece com https://.',
  'user-in-address': 'Não coloque usuário e senha no endereço.',
  'not-certificate': 'Informe um certificado no formato PEM.',
  'unknown-keys': 'Estas configurações não existem: {{keys}}.',
  'unknown-extension': 'Não existe o tipo “{{type}}”: instale o plugin que o declara ou escolha outro.',

  // Users and passwords
  'other-password': 'Escolha uma senha diferente da atual.',
  'wrong-current-password': 'A senha atual está incorreta.',
  'no-such-group': 'Um dos grupos de discadores não existe.',
  'not-yourself': 'Você não pode remover a si mesmo: peça a outra pessoa que o faça.',
  'not-your-user':
    'Este usuário pertence a grupos de discadores que não são seus, ou é um Mestre: peça a um Mestre.',
  'not-yours-to-give':
    'Você só pode atribuir os seus próprios grupos de discadores, pelo menos um, e nenhuma função acima da sua.',
  'not-your-own-rights':
    'Você não pode alterar a sua própria função nem os seus grupos de discadores: peça a outra pessoa que o faça.',
  'last-master':
    'O último Mestre não pode ser removido nem receber outra função: crie outro Mestre primeiro.',

  // Campaigns
  'end-before-start': 'O último dia vem antes do primeiro.',
  'last-day-over': 'O último dia já passou.',
  'day-ends-before-it-begins': 'O dia precisa terminar depois de começar.',
  'no-such-weekday': 'Nenhum destes dias da semana está entre o primeiro e o último dia.',
  'too-many-days': 'O período tem {{days}} dias: escolha no máximo {{max}}.',
  'choose-dnc-service': 'Escolha ao menos um serviço Não Ligue: nenhum número é chamado sem ser verificado.',
  'choose-own-group': 'Este grupo de discadores não existe: escolha um dos seus.',
  'group-disabled':
    'O grupo de discadores “{{group}}” está desativado: escolha outro ou peça que ele seja ativado primeiro.',
  'no-such-queue': 'O destino de discagem não tem a fila “{{queue}}”; ele tem: {{queues}}.',
  'no-queues': 'O destino de discagem não tem filas: configure uma nele.',
  'no-built-in': 'Não existe “{{name}}”: escolha outro.',
  'no-such-instance': 'Este item não está mais configurado: escolha um que esteja.',
  'campaign-started': 'A campanha “{{campaign}}” está iniciada: pare-a primeiro.',
  'calls-go-on': 'As últimas chamadas de “{{campaign}}” ainda não terminaram: tente novamente em instantes.',
  'used-was-removed': 'O que a campanha usa foi removido nesse meio-tempo: escolha novamente.',
  'skipped-hours': 'Em {{date}}, os relógios de {{timeZone}} pulam todo este período: escolha outro horário.',
  'most-days': 'A campanha já tem {{max}} dias: remova um primeiro.',
  'day-there-already': 'Já existe uma entrada da programação em {{date}}: altere-a.',
  'all-days-over': 'Todos os dias da campanha já passaram: adicione um dia à programação.',
  'day-over': 'O dia {{date}} já passou: só se alteram as entradas de hoje e dos dias seguintes.',
  'search-takes-too-long':
    'A busca destes registros de chamadas demora demais: escolha uma campanha ou um período mais curto.',

  // Leads, lists of numbers and files of them
  'number-there-already': 'A campanha já tem outro lead com este número: informe um diferente.',
  'lead-finished': 'O lead está finalizado: só se alteram leads que ainda serão chamados.',
  'uploading-leads': 'Há leads sendo carregados na campanha: aguarde o fim do carregamento ou cancele-o.',
  'two-uploads':
    'Dois outros arquivos estão sendo carregados: aguarde o fim de um deles e carregue este em seguida.',
  'upload-given-up': 'O carregamento foi cancelado: nada foi carregado.',
  'upload-silent':
    'Nada mais do arquivo chegou durante {{seconds}} segundos, e nada foi alterado: carregue-o novamente.',
  'send-csv': 'Envie o próprio arquivo CSV como corpo do pedido, com Content-Type: text/csv.',
  'file-too-large': 'O arquivo tem mais de {{megabytes}} MB: divida-o.',
  'file-empty': 'O arquivo está vazio: escolha um que tenha linhas.',
  'file-not-text':
    'O arquivo não é um CSV: salve-o como “CSV (separado por vírgulas)” em UTF-8 e carregue esse arquivo.',
  'line-too-long':
    'O arquivo não é um CSV: uma linha tem mais de 1 MB. Salve-o com um registro por linha e carregue esse arquivo.',
  'too-few-columns':
    'O arquivo não é um CSV com {{columns}} colunas ou mais: separe-as por vírgula ou ponto e vírgula, um registro por linha.',
  'file-unreadable':
    'O arquivo não é um CSV: uma aspa foi aberta e não foi fechada, ou uma linha tem mais de 64 KB. Nada foi carregado.',
  'file-unreadable-near':
    'O arquivo não é um CSV perto da linha {{line}}: uma aspa foi aberta e não foi fechada, ou uma linha tem mais de 64 KB. Nada foi carregado.',
  'headings-of-numbers':
    'O cabeçalho indica mais de uma coluna de números de telefone ({{columns}}): reúna todos os números em uma só coluna.',
  'no-column-of-numbers':
    'Nenhuma coluna tem números de telefone em metade das primeiras {{rows}} linhas: escreva “Telefone” acima da coluna certa, na primeira linha do arquivo.',
  'columns-of-numbers':
    'Mais de uma coluna tem números de telefone ({{columns}}): reúna todos em uma só coluna ou escreva “Telefone” acima da que vale, na primeira linha do arquivo.',
  'no-numbers': 'Nenhuma linha do arquivo tem um número de telefone: a lista ficou como estava.',
  'no-column-of-actions':
    'Nenhuma coluna diz A (incluir) ou D (excluir) em metade das primeiras {{rows}} linhas: uma lista de alterações precisa dizê-lo de cada número.',
  'day-to-come': 'Esse dia ainda não chegou: uma lista é de hoje ou de um dia anterior.',
  'list-upload-under-way':
    'Um arquivo para esta lista está sendo carregado: espere que termine e carregue este depois.',
  'no-upload-to-go-on': 'Não há um carregamento interrompido desta lista: carregue o arquivo inteiro.',
  'not-the-rest':
    'O carregamento interrompido continua no byte {{bytes}} do mesmo arquivo: escolha-o de novo ou carregue outro desde o início.',
  'other-file':
    'Este não é o arquivo cujo carregamento foi interrompido: escolha aquele de novo ou carregue este desde o início.',
  'file-not-known':
    'O carregamento interrompido não diz de que arquivo é: carregue o arquivo desde o início.',
  'keeps-no-numbers': '“{{name}}” não guarda uma lista de números: escolha o Serviço incorporado.',

  // Rows that are not taken
  'no-phone-number': 'Falta o número de telefone.',
  'number-rounded': 'Uma planilha arredondou o número de telefone: formate a coluna como texto.',
  'number-with-extension': 'O número de telefone tem um ramal, que não pode ser discado.',
  'number-length': 'O número de telefone é longo ou curto demais para o seu país.',
  'number-too-short': 'O número de telefone é curto demais.',
  'number-too-long': 'O número de telefone é longo demais.',
  'number-without-country':
    'O número de telefone não tem um código de país que exista: comece com um ou defina a região padrão.',
  'not-phone-number': 'Isto não é um número de telefone.',
  'no-change-action': 'A linha não diz A (incluir) nem D (excluir).',
  'old-form-removed':
    'Só um celular brasileiro com o 9 sai da lista: o número sem ele é o mesmo telefone, que ainda pode estar na lista.',
  'one-column': 'Há uma coluna só: separe nome e telefone por vírgula ou ponto e vírgula.',
  'name-too-long': 'O nome tem mais de {{max}} caracteres.',
  'description-too-long': 'A descrição tem mais de {{max}} caracteres.',
  'number-in-line': 'O número já está na linha {{line}}.',
  'number-in-campaign': 'O número já está na campanha.',

  // Recorded messages
  'recording-used':
    'A campanha “{{campaign}}” deixa “{{recording}}” em secretárias eletrônicas: escolha outra mensagem nela primeiro.',
  'send-wav': 'Envie o próprio arquivo WAV como corpo, com Content-Type: audio/wav.',
  'recording-too-large':
    'O arquivo tem mais de {{megabytes}} MB: salve-o com uma taxa de amostragem menor ou encurte-o.',
  'not-wav': 'O arquivo não é um WAV: salve a gravação como WAV (PCM, 16 bits).',
  'wav-coding':
    'O áudio do arquivo tem uma codificação não suportada (formato {{format}}, {{bits}} bits): salve-o como PCM, 16 bits.',
  'wav-rate':
    'O áudio do arquivo tem uma taxa de amostragem de {{rate}} Hz: salve-o com 8000, 16000, 44100 ou 48000 Hz.',
  'recording-empty': 'O arquivo não tem áudio: grave a mensagem de novo.',
  'recording-too-long': 'A mensagem tem mais de {{seconds}} segundos: encurte-a.',
  'recording-silent': 'Não se ouve nada na gravação: verifique o microfone e grave de novo.',
  'detector-follows-no-greetings':
    'O detector "{{detector}}" não consegue saber quando uma saudação termina, portanto não é possível deixar mensagens com ele: escolha outro detector ou nenhuma mensagem.',
  'no-such-recording': 'Não há essa mensagem gravada no grupo da campanha: escolha outra.',

  // Services and targets
  'instance-used': 'A campanha “{{campaign}}” usa “{{name}}”: escolha outro nela primeiro.',
  'instance-built-in': '“{{name}}” faz parte do sistema: não pode ser alterado nem removido.',
  'target-unreachable':
    'O destino de discagem não responde, por isso as suas filas e agentes não são conhecidos. Teste-o e tente novamente.',
  'tells-no-agents':
    'Destinos de discagem deste tipo não informam quem está conectado: consulte o contact center.',
  'dnc-out-of-service': 'O serviço Não Ligue não responde. Teste-o e tente novamente.',
  'in-service': 'Em serviço.',
  'no-reason': 'O plugin falhou sem dizer por quê.',
  'no-answer-within': 'Sem resposta em {{ms}} ms.',
  'plugin-thread-ended': 'A thread do plugin terminou ({{reason}}). Ela é iniciada de novo sozinha.',
  'not-health-report': 'O plugin respondeu com algo que não é um relatório de estado.',
  'not-dnc-answer': 'O plugin respondeu com algo que não diz se o número consta na lista.',
  'not-queues': 'O plugin respondeu com algo que não é uma lista de filas.',
  'not-agents': 'O plugin respondeu com algo que não é uma lista de agentes.',
  'not-queue-state': 'O plugin informou algo que não é o estado de uma fila.',
  'queue-lost': 'O plugin perdeu a fila sem dizer por quê.',
  'target-connecting': 'O destino de discagem foi reconfigurado e está sendo conectado.',
  'queue-not-reported': 'O destino de discagem ainda não informou o estado desta fila.',
  'not-configured': 'Este item não está configurado: escolha outro.',
  'shutting-down': 'O serviço está sendo encerrado.',
  'wrong-kind': '“{{name}}” é de outra categoria que a necessária aqui: escolha outro.',
  'config-not-usable': 'As configurações não são utilizáveis. Verifique: {{fields}}.',
  'keeps-no-answers':
    'Só as respostas de serviços de bloqueio consultados externamente podem ser guardadas: informe 0.',
  'secret-other-key':
    'Os segredos foram cifrados com a chave {{key}}, que o serviço não tem: reponha essa chave (secrets na configuração) e inicie de novo, ou altere as configurações aqui e informe os segredos novamente.',
  'secret-damaged':
    'Os segredos no banco de dados foram danificados ou pertencem a outro lugar dele: altere as configurações aqui e informe os segredos novamente.',
  'secret-unreadable': 'Não é possível ler o segredo salvo: informe-o novamente.',
  'secret-with-change':
    '“{{field}}” não está como foi salvo, e o segredo poderia ir para outro lugar: informe o segredo novamente.',

  // Plugins
  'plugin-too-large': 'O pacote tem mais de {{megabytes}} MB: empacote só o que o plugin precisa.',
  'plugin-unpacks-too-large':
    'Descompactado, o pacote tem mais de {{megabytes}} MB ou mais de {{files}} arquivos: empacote só o que o plugin precisa.',
  'plugin-not-package': 'O arquivo não é um pacote de plugin: escolha o .tgz que o “npm pack” gerou.',
  'plugin-unsafe-file':
    'O pacote tem “{{file}}”, que não é um arquivo comum dentro dele: empacote-o com “npm pack”.',
  'plugin-no-package-json': 'O pacote não tem um package.json legível: empacote-o com “npm pack”.',
  'plugin-manifest': 'O package.json do pacote não é o de um plugin. Verifique: {{fields}}.',
  'plugin-api':
    '“{{name}}” foi feito para a versão {{range}} do contrato de plugins, e este serviço tem a {{version}}: use uma versão dele que sirva.',
  'plugin-bundles-host':
    'O pacote traz seu próprio “{{package}}”, que o serviço empresta aos plugins: tire-o de bundleDependencies e empacote de novo.',
  'plugin-no-entry': 'Falta no pacote de “{{name}}” a entrada {{file}}: compile-o e empacote de novo.',
  'plugin-lacks-dependency':
    '“{{name}}” precisa de “{{package}}”, que não está no pacote: inclua-o em bundleDependencies e empacote de novo.',
  'plugin-not-defined':
    'A exportação padrão não vem de uma função define do @marcador/plugin-api: exporte o que ela devolve.',
  'plugin-declares':
    'O manifesto de “{{name}}” promete {{manifest}}, mas o código declara {{code}}: deixe os dois iguais.',
  'plugin-detector-module':
    'O detector “{{id}}” de “{{name}}” não diz onde está o seu módulo: dê-lhe module: import.meta.url.',
  'plugin-extension-taken': 'Dois plugins declaram o {{kind}} “{{id}}”: remova um deles.',
  'plugin-import-failed': 'Não é possível carregar “{{name}}”: {{cause}}',
  'plugin-import-hangs':
    'Não é possível carregar “{{name}}”: a importação paralisa tudo por mais de {{ms}} ms.',
  'plugin-ended-service':
    '“{{name}}” não é carregado, porque o serviço terminou {{times}} vezes seguidas menos de {{seconds}} s depois de carregá-lo: consulte o log e depois ative o plugin para tentar de novo, ou instale outra versão.',
  'plugin-not-unpacked':
    'Não é possível descompactar o pacote neste nó ({{cause}}): libere espaço e veja se a pasta de dados pode ser gravada.',
  'plugin-hash': 'O pacote guardado não é o que foi instalado (o SHA-512 é outro): instale-o de novo.',
  'plugin-gone': 'O plugin “{{name}}” foi removido nesse meio-tempo: carregue a lista de novo.',
  'plugin-not-reconciled': 'Este nó ainda não o adotou: espere um momento.',
  'plugin-there-already': 'O plugin “{{name}}” {{version}} já está instalado: não há nada a fazer.',
  'plugin-other-contents':
    'O plugin “{{name}}” {{version}} está instalado com outro conteúdo: dê outra versão ao novo pacote.',
  'plugin-built-in': 'O plugin “{{name}}” vem com o produto: dê outro nome ao seu.',
  'plugin-disabled': 'O plugin “{{name}}” está desativado: ative-o primeiro.',
  'plugin-worse':
    'A versão antiga continua em serviço, porque “{{instance}}” não estaria em serviço com a nova: {{reason}}',
  'plugin-used-by-campaign':
    'A campanha “{{campaign}}” usa “{{instance}}” deste plugin: pare-a e deixe terminar as últimas chamadas.',
  'plugin-has-instances': '“{{instance}}” está configurado com este plugin: remova-o primeiro.',
  'plugin-drops-type':
    'A nova versão não tem mais o {{kind}} “{{id}}”, com o qual “{{instance}}” está configurado: remova-o primeiro.',
  'plugin-no-previous':
    'O plugin “{{name}}” não tem versão anterior à qual voltar: instale o pacote que você quer.',
  'send-package': 'Envie o próprio arquivo .tgz como corpo, com Content-Type: application/gzip.',

  // Web services that are asked
  'service-answers': '{{host}} responde.',
  'queues-there': '{{host}} responde. Filas: {{count}}.',
  'numbers-on-list': 'Números na lista: {{count}}, de {{day}}.',
  'undated-numbers': 'Números na lista: {{count}}; não se sabe de que dia são.',
  'nothing-on-list': 'Ainda não foi carregada nenhuma lista de números.',
  'service-unreachable': 'Não é possível acessar {{host}} ({{cause}}).',
  'service-silent': '{{host}} não respondeu em {{ms}} ms.',
  'certificate-not-trusted':
    'O certificado de {{host}} não é confiável ({{cause}}): configure o certificado da CA que o emitiu.',
  'tls-fault': '{{host}} não usa TLS como deveria ({{cause}}).',
  'answer-too-large': '{{host}} respondeu com dados demais: verifique o endereço.',
  'answer-not-understood': '{{host}} respondeu com algo diferente do esperado: verifique o endereço.',
  'answer-other-than': '{{host}} respondeu com algo diferente de {{expected}}: verifique o endereço.',
  'answer-status': '{{host}} respondeu com o status {{status}} em vez de 200.',
  'service-refused': '{{host}} recusa: {{cause}}.',
  'answer-of-other-number': '{{host}} respondeu sobre um número diferente do consultado.',
  'state-too-old': '{{host}} respondeu com um estado anterior aos seus eventos.',
  'events-lost': 'Perderam-se eventos de {{host}}: o estado está sendo lido novamente.',
  'queue-unknown': '{{host}} não tem a fila “{{queue}}”: escolha outra para a campanha.',

  // Calls that cannot leave
  'no-audio-for-call': 'Não há áudio para as chamadas ({{cause}}).',
  'no-way-for-call': 'Não é possível acessar a plataforma de comunicação ({{cause}}).',

  // Files for people
  'column-name': 'Nome',
  'column-phone': 'Telefone',
  'column-description': 'Descrição',
  'column-line': 'Linha',
  'column-reason': 'Motivo',
};
