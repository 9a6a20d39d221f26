package io.aftercall.simulator;

import io.aftercall.simulator.calls.CallsFolder;
import io.aftercall.simulator.calls.VariedRecordings;
import io.aftercall.simulator.model.Judge;
import io.aftercall.simulator.pbx.TelephonySystem;
import io.aftercall.simulator.speech.Ffmpeg;
import io.aftercall.simulator.speech.Recogniser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The running stand-ins for PBX, OpenAI API and chat robot, each on its own port of 127.0.0.1. */
public final class Simulator implements AutoCloseable {
    private final Faults.Control faults;
    private final Stats stats = new Stats();
    private final Server server;
    private final ServerConnector pbxPort;
    private final ServerConnector openAiPort;
    private final ServerConnector chatPort;
    private final ChatRobot chatRobot;
    private final Switchboard switchboard;
    private final int recordings;
    private final CallsFolder folder;

    private Simulator(SimulatorSettings settings) throws IOException {
        folder = CallsFolder.read(settings.calls().toAbsolutePath());
        Files.createDirectories(settings.cache());
        Recogniser recogniser = Recogniser.of(folder, Ffmpeg.find(settings.ffmpeg(), settings.cache()));
        recordings = recogniser.size();
        faults = new Faults.Control(settings.faults());
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("simulator");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("simulator-"));
        server = new Server(threads);
        pbxPort = port(settings.pbxPort());
        openAiPort = port(settings.openAiPort());
        chatPort = port(settings.chatPort());
        FaultyService service = new FaultyService(faults, stats, settings.seed());
        chatRobot = new ChatRobot(service);
        // The PBX must know its own address before it hangs up, so its port is opened first.
        pbxPort.open();
        switchboard = new Switchboard(folder.calls(), recogniser.seconds(), pbxUrl());
        server.setHandler(new Routes(
                new OpenAiApi(
                        service, new Transcriptions(recogniser, settings.cache()), new Completions(new Judge(folder))),
                new Pbx(folder.path(), new VariedRecordings(folder, settings.seed()), service, pbxUrl(), switchboard),
                new RobotPlatform(folder.calls()),
                new Controls(faults, stats, switchboard, settings.pbx())));
    }

    /** Reads the calls folder, knows its recordings, opens the ports and answers from then on. */
    public static Simulator start(SimulatorSettings settings) throws IOException {
        Simulator simulator = new Simulator(settings);
        try {
            simulator.server.start();
            return simulator;
        } catch (Exception e) {
            simulator.close();
            throw new IOException("the simulator could not start: " + e.getMessage(), e);
        }
    }

    private ServerConnector port(int number) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(number);
        server.addConnector(connector);
        return connector;
    }

    private static String url(ServerConnector connector) {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    /** Base URL for an OpenAI client; ends in {@code /v1}. */
    public String openAiUrl() {
        return url(openAiPort) + "/v1";
    }

    /** Base URL of the PBX; recordings are at {@code /recordings/<file>}, a robot's records at {@code /v1}. */
    public String pbxUrl() {
        return url(pbxPort);
    }

    /** Where the chat robot takes messages; ends in {@code /chat}. */
    public String chatUrl() {
        return url(chatPort) + "/chat";
    }

    /** The faults in force, to be changed at any time. */
    public Faults.Control faults() {
        return faults;
    }

    /** What was asked and answered so far. */
    public Stats stats() {
        return stats;
    }

    /** The chat messages received so far, oldest first. */
    public List<ChatMessage> chatMessages() {
        return chatRobot.messages();
    }

    /** Forgets the chat messages received so far. */
    public void clearChat() {
        chatRobot.clear();
    }

    /** How many recordings it knows. */
    public int recordings() {
        return recordings;
    }

    /** Posts the hangup of every call to the server at the target; call ids are the prefix and the sample's id. */
    public List<HangUp> hangUp(URI target, String runPrefix) {
        return switchboard.hangUp(target, runPrefix, null, Set.of());
    }

    /** The same for some samples by their ids. */
    public List<HangUp> hangUp(URI target, String runPrefix, Set<String> only) {
        return switchboard.hangUp(target, runPrefix, null, only);
    }

    /** The same for some samples by their ids, all through one telephony system. */
    public List<HangUp> hangUp(URI target, String runPrefix, TelephonySystem system, Set<String> only) {
        return switchboard.hangUp(target, runPrefix, system, only);
    }

    /** The same without a word to anybody: the calls are only on the system's own list. */
    public void lose(String runPrefix, TelephonySystem system, Set<String> only) {
        switchboard.hangUp(null, runPrefix, system, only);
    }

    /** As many calls as wanted, made from the first seconds of its own, and served by its PBX. */
    public Variations variations(int seconds) throws IOException {
        return Variations.of(folder, pbxUrl(), seconds);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the simulator did not stop: " + e.getMessage(), e);
        }
    }

    private final class Routes extends Handler.Abstract {
        private final OpenAiApi openAi;
        private final Pbx pbx;
        private final RobotPlatform robotPlatform;
        private final Controls controls;

        Routes(OpenAiApi openAi, Pbx pbx, RobotPlatform robotPlatform, Controls controls) {
            this.openAi = openAi;
            this.pbx = pbx;
            this.robotPlatform = robotPlatform;
            this.controls = controls;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            Exchange exchange = new Exchange(request, response, callback);
            Object port = request.getConnectionMetaData().getConnector();
            if (controls.handles(exchange)) {
                controls.handle(exchange);
            } else if (port == openAiPort) {
                openAi.handle(exchange);
            } else if (port == pbxPort && robotPlatform.handles(exchange)) {
                robotPlatform.handle(exchange);
            } else if (port == chatPort && chatRobot.handles(exchange)) {
                chatRobot.handle(exchange);
            } else if (port != pbxPort || !pbx.handle(exchange)) {
                exchange.answer(Reply.json(404, "nothing at " + exchange.path()));
            }
            return true;
        }
    }
}
