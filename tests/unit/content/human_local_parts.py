"""Local parts as people and offices use them, typed for the tests of `looks_random`."""

GERMAN = """
anna.mueller a.mueller mueller.anna annamueller bernd-paulsen93 bernd.zimmer juergen.schmidt juergen_weiss
hans-peter.krause hp.krause k.schulz karin.schulz1958 kschulz uwe wolfgang.haeberle sepp.huber xaver.zott
friedrich.nietzschmann schwarzwaldmaedel brigitte.bschorner gschwendtner pfluegl.g strzoda.h christa.wirth
joerg.kaufmann thorsten77 sabine_bergmann mtschoepe ulrich.pfitzner ulf.schroeder jschroeder g.knoblauch
dieter.luetkenhaus heike.von.der.heide frau.holle ralf-m max.mustermann m.mustermann erika84 lisa2004
markus.jaksch tobias.wuerfel svenja.kloepper fritzchen nachtwaechter hschmidt kfz.meister drschmidt dr.weber
praxis.dr.wolff pfarrbuero steuerbuero.lang
"""

GERMAN_ROLES = """
info kontakt bestellung bestellungen rechnung rechnungen buchhaltung vertrieb verkauf service kundenservice
kundendienst bewerbung personal presse anfrage anfragen auftrag einkauf lager versand reklamation werkstatt
sekretariat verwaltung geschaeftsfuehrung chef vorstand kassenwart jugendwart schriftfuehrer platzwart redaktion
gaestebuch reservierung empfang zentrale datenschutz impressum gf edv technik hausmeister ticket mahnwesen
mitglieder fundbuero ordnungsamt standesamt buergermeister stadtbuecherei
"""

ENGLISH = """
john.smith jsmith john.q.public jqpublic mary.jane maryjane82 bob bobby.t tom.hughes t.hughes emily.wright
wright.emily katherine.mcgregor kmcgregor seanoconnor s.oconnor rhys.llewellyn philip.knightley jack.black1987
stephen.schwartz chris chrisp dwight.k ruth.whitworth lynn.byrd sylvia.pym christopher.wren hugh.grynch mike123
sarah_connor jim.kirk.1701 deborah.ashworth gwyneth.flynn thwaites.r jdoe jane.doe+shop dj.mark bigmike lilbritches
kbhatt nguyen.thuy rajesh.krishnamurthy vkrishnan
"""

ENGLISH_ROLES = """
postmaster abuse hostmaster webmaster noreply no-reply support help helpdesk sales billing accounts payable
marketing press jobs careers hr office admin administrator root office.manager newsletter unsubscribe feedback
orders shop security ftp www www-data mailer-daemon bounces list-owner team hello contact enquiries reception
accounts.receivable it it-support dev devops ops staging sysadmin ceo cto cfo legal privacy events sponsorship
membership subscriptions customer.service customerservice returns shipping tracking warehouse training
"""

NORTHERN = """
bjoern.aagaard bjorn.svensson sven.goeran astrid.lindqvist lindqvist.a kjell.askildsen kjetil.tveit
oeystein.bakke oystein.hjelmeland hjalmar.bergstroem gudrun.thorsdottir ingvar.kampmann soeren.kjaergaard
soren.kierke s.knudsen mads.mikkelsen lars-erik.dahlgren jan.erik maja.gyllenhaal ulla.britt pernille.skjoldborg
hrafnhildur.j tuomas.virtanen jukka.pekka aino.hyvarinen pirkko.saaristo matti.nykaenen faktura kundeservice
kundtjanst bestilling regnskab loen styrelsen postkasse
"""

TURKISH = """
mehmet.yilmaz ayse.ozturk ahmet.sahin gulsah.celik ozge.kucuk serkan.aydogdu yigit.bozkurt tugba.yildiz
hakan.sukru emre1990 fatma.demirtas hulya.karagoz ugur.isik iletisim muhasebe satis destek bilgi siparis
cigdem.oz nazli.gunes mustafakemal
"""

POLISH = """
krzysztof.nowak katarzyna.wisniewska grzegorz.brzeczyszczykiewicz szczepan.wojcik zbigniew.krawczyk
malgorzata.dabrowska agnieszka.szymanska wojciech.jaruzel pawel.wozniak przemyslaw.gorski jkowalski
zdzislaw.trzaska biuro ksiegowosc zamowienia sekretariat.szkola marcin78 ewa.krol kontakt.biuro sklep
"""

OTHERS = """
jean-pierre.lefebvre beaulieu.g giulia.rossi g.bianchi javier.gutierrez maria.jose xavi.puig joao.guimaraes
jan.devries pieter.vandermeer willem.van.dijk h.vdberg zoe.papadopoulos dmitri.kuznetsov olga.shcherbakova
mohammed.aljabri fatima.alzahra yuki.tanaka hiroshi.m li.wei xiaoming.zhang zhang.xq kwame.nkrumah tshabalala.t
info2024 team4you web2print bike24 radio7 c3po studio54 route66 fc1908 tsv1860 sv98 abi2005 ak47fan
"""

HUMAN = "".join([GERMAN, GERMAN_ROLES, ENGLISH, ENGLISH_ROLES, NORTHERN, TURKISH, POLISH, OTHERS]).split()
